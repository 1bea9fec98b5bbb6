-- How much telemetry there is of each kind: what "never seen before" may rest on.
-- A certificate seen on the wire (network activity without a peer) is no contact and covers no day.
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Result: class, n BIGINT, first_seen, last_seen TIMESTAMP, days BIGINT (days with events), sources BIGINT (addresses or hosts),
-- internal_sources BIGINT (addresses a site hands out itself). One scan of every class.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
)
SELECT class, CAST(SUM(n) AS BIGINT) AS n, MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen, COUNT(DISTINCT day) AS days,
       COUNT(DISTINCT source) AS sources,
       COUNT(DISTINCT CASE WHEN COALESCE(regexp_extract(source, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|f[cd][0-9a-f][0-9a-f]:)'), '') <> '' THEN source END) AS internal_sources
FROM (
  SELECT class, source, CAST(time AS DATE) AS day, COUNT(*) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen
  FROM (
  SELECT 'network_activity' AS class, time, COALESCE(src_endpoint_ip, device_hostname) AS source FROM network_activity
  WHERE dst_endpoint_ip IS NOT NULL
  UNION ALL SELECT 'http_activity', time, COALESCE(src_endpoint_ip, device_hostname) FROM http_activity
  UNION ALL SELECT 'dns_activity', time, COALESCE(src_endpoint_ip, device_hostname) FROM dns_activity
  UNION ALL SELECT 'process_activity', p.time, p.device_hostname FROM process_activity AS p LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
  UNION ALL SELECT 'authentication', time, device_hostname FROM authentication
  UNION ALL SELECT 'api_activity', time, actor_user_uid FROM api_activity
  UNION ALL SELECT 'module_activity', time, device_hostname FROM module_activity
  UNION ALL SELECT 'file_activity', time, device_hostname FROM file_activity
  UNION ALL SELECT 'script_activity', time, device_hostname FROM script_activity
  ) AS event
  GROUP BY class, source, CAST(time AS DATE)
) AS source_day
GROUP BY class
ORDER BY class
