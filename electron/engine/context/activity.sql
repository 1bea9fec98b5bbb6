-- How often the subject did this in each 24 h up to its window's end.
-- Table: series(anomaly_no BIGINT, kind VARCHAR, one VARCHAR, other VARCHAR, to_time TIMESTAMP). Kinds: contact (source, destination),
-- lookup (source, domain), launch (host, image in lower case), logon (account in lower case, host or NULL).
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Result: anomaly_no, bucket (0 = the last 24 h, 1 = those before …), n. At most 60 buckets. Records of one connection count once.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
),
act AS (
  SELECT 'contact' AS kind, src_endpoint_ip AS one, device_hostname AS alternative, COALESCE(LOWER(NULLIF(tls_sni, '')), LOWER(NULLIF(dst_endpoint_hostname, ''))) AS other, time,
         connection_info_uid AS uid, snapshot, event_no
  FROM network_activity
  UNION ALL
  SELECT 'contact', src_endpoint_ip, device_hostname, dst_endpoint_ip, time, connection_info_uid, snapshot, event_no
  FROM network_activity WHERE COALESCE(metadata_log_name, '') <> 'ssl'
  UNION ALL
  SELECT 'contact', src_endpoint_ip, device_hostname, COALESCE(LOWER(NULLIF(http_request_url_hostname, '')), LOWER(NULLIF(dst_endpoint_hostname, ''))), time,
         connection_info_uid, snapshot, event_no FROM http_activity
  UNION ALL
  SELECT 'lookup', src_endpoint_ip, device_hostname, LOWER(query_hostname), time, NULL, snapshot, event_no FROM dns_activity
  UNION ALL
  SELECT 'lookup', src_endpoint_ip, device_hostname, regexp_extract(LOWER(query_hostname), '[^.]+[.][^.]+$'), time, NULL, snapshot, event_no FROM dns_activity
  WHERE LOWER(query_hostname) <> regexp_extract(LOWER(query_hostname), '[^.]+[.][^.]+$')
  UNION ALL
  SELECT 'launch', device_hostname, CAST(NULL AS VARCHAR), LOWER(COALESCE(process_file_path, process_name)), time, NULL, snapshot, event_no FROM process_activity AS p LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
  UNION ALL
  SELECT 'logon', LOWER(user_name), CAST(NULL AS VARCHAR), device_hostname, time, NULL, snapshot, event_no FROM authentication WHERE activity_id = 1
),
mine AS (
  SELECT s.anomaly_no, COALESCE(a.uid, CONCAT(a.snapshot, CAST(a.event_no AS VARCHAR))) AS connection, a.time, s.to_time FROM act AS a JOIN series AS s ON s.kind = a.kind AND s.one = a.one AND (s.other IS NULL OR s.other = a.other)
  UNION ALL
  SELECT s.anomaly_no, COALESCE(a.uid, CONCAT(a.snapshot, CAST(a.event_no AS VARCHAR))), a.time, s.to_time FROM act AS a JOIN series AS s ON s.kind = a.kind AND s.one = a.alternative AND (s.other IS NULL OR s.other = a.other)
),
bucketed AS (
  SELECT anomaly_no, connection, CAST(FLOOR(date_diff('second', time, to_time) / 86400.0) AS BIGINT) AS bucket FROM mine WHERE time < to_time
)
SELECT anomaly_no, bucket, COUNT(DISTINCT connection) AS n
FROM bucketed
WHERE bucket < 60
GROUP BY anomaly_no, bucket
ORDER BY anomaly_no, bucket
