-- How much telemetry each source gave on each day, by class.
-- A certificate seen on the wire (network activity without a peer) is no contact and covers no day.
-- Result: class, source (an address, a host or a cloud principal), product (of a process start: 'Sysmon' or nothing), day INTEGER (since 1970 UTC), n, first_seen, last_seen. One scan
-- of these classes.
SELECT class, source, product, CAST(date_diff('day', DATE '1970-01-01', CAST(time AS DATE)) AS INTEGER) AS day, COUNT(*) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen
FROM (
  SELECT 'network_activity' AS class, COALESCE(src_endpoint_ip, device_hostname) AS source, '' AS product, time FROM network_activity
  WHERE dst_endpoint_ip IS NOT NULL
  UNION ALL SELECT 'http_activity', COALESCE(src_endpoint_ip, device_hostname), '', time FROM http_activity
  UNION ALL SELECT 'dns_activity', COALESCE(src_endpoint_ip, device_hostname), '', time FROM dns_activity
  UNION ALL SELECT 'process_activity', device_hostname, CASE WHEN metadata_product_name = 'Sysmon' THEN 'Sysmon' ELSE '' END, time
  FROM process_activity WHERE activity_id = 1
  UNION ALL SELECT 'authentication', device_hostname, '', time FROM authentication
  UNION ALL SELECT 'api_activity', actor_user_uid, '', time FROM api_activity
  UNION ALL SELECT 'module_activity', device_hostname, '', time FROM module_activity
  UNION ALL SELECT 'file_activity', device_hostname, '', time FROM file_activity
  UNION ALL SELECT 'script_activity', device_hostname, '', time FROM script_activity
) AS event
GROUP BY class, source, product, CAST(time AS DATE)
