-- How often the subject did this in each 24 h up to its window's end.
-- Table: series(anomaly_no BIGINT, kind VARCHAR, one VARCHAR, other VARCHAR, to_time TIMESTAMP). Kinds: contact (source, destination),
-- lookup (source, domain), launch (host, image in lower case), logon (account in lower case, host or NULL). Without an other any counts.
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Result: anomaly_no, bucket (0 = the last 24 h, 1 = those before …), n. At most 60 buckets. Records of one connection count once.
-- Cost: whom each record is of, and all of those that are of one of these.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
),
talk AS NOT MATERIALIZED (
  SELECT src_endpoint_ip AS src_ip, device_hostname AS device, NULLIF(tls_sni, '') AS asked_name, NULLIF(dst_endpoint_hostname, '') AS told_name,
         CASE WHEN COALESCE(metadata_log_name, '') <> 'ssl' THEN dst_endpoint_ip END AS address, time, connection_info_uid AS uid, snapshot, event_no
  FROM network_activity
  UNION ALL
  SELECT src_endpoint_ip, device_hostname, NULLIF(http_request_url_hostname, ''), NULLIF(dst_endpoint_hostname, ''), CAST(NULL AS VARCHAR), time,
         connection_info_uid, snapshot, event_no
  FROM http_activity
),
mine AS (
  SELECT s.anomaly_no, t.uid, t.snapshot, t.event_no, t.time, s.to_time
  FROM talk AS t JOIN series AS s ON s.one = t.src_ip
  WHERE s.kind = 'contact' AND (s.other IS NULL OR s.other = t.address OR s.other = LOWER(COALESCE(t.asked_name, t.told_name)))
  UNION ALL
  SELECT s.anomaly_no, t.uid, t.snapshot, t.event_no, t.time, s.to_time
  FROM talk AS t JOIN series AS s ON s.one = t.device
  WHERE t.device IS NOT NULL AND s.kind = 'contact' AND (s.other IS NULL OR s.other = t.address OR s.other = LOWER(COALESCE(t.asked_name, t.told_name)))
  UNION ALL
  SELECT s.anomaly_no, NULL, d.snapshot, d.event_no, d.time, s.to_time
  FROM dns_activity AS d JOIN series AS s ON s.one = d.src_endpoint_ip
  WHERE s.kind = 'lookup' AND (s.other IS NULL OR s.other = LOWER(d.query_hostname) OR s.other = regexp_extract(LOWER(d.query_hostname), '[^.]+[.][^.]+$'))
  UNION ALL
  SELECT s.anomaly_no, NULL, d.snapshot, d.event_no, d.time, s.to_time
  FROM dns_activity AS d JOIN series AS s ON s.one = d.device_hostname
  WHERE d.device_hostname IS NOT NULL AND s.kind = 'lookup' AND (s.other IS NULL OR s.other = LOWER(d.query_hostname) OR s.other = regexp_extract(LOWER(d.query_hostname), '[^.]+[.][^.]+$'))
  UNION ALL
  SELECT s.anomaly_no, NULL, p.snapshot, p.event_no, p.time, s.to_time
  FROM process_activity AS p JOIN series AS s ON s.one = p.device_hostname LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE s.kind = 'launch' AND (s.other IS NULL OR s.other = LOWER(COALESCE(p.process_file_path, p.process_name)))
    AND p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
  UNION ALL
  SELECT s.anomaly_no, NULL, a.snapshot, a.event_no, a.time, s.to_time
  FROM authentication AS a JOIN series AS s ON s.one = LOWER(a.user_name)
  WHERE s.kind = 'logon' AND (s.other IS NULL OR s.other = a.device_hostname) AND a.activity_id = 1
),
bucketed AS (
  SELECT anomaly_no, COALESCE(uid, CONCAT(snapshot, CAST(event_no AS VARCHAR))) AS connection, CAST(FLOOR(date_diff('second', time, to_time) / 86400.0) AS BIGINT) AS bucket
  FROM mine WHERE time < to_time
)
SELECT anomaly_no, bucket, COUNT(DISTINCT connection) AS n
FROM bucketed
WHERE bucket < 60
GROUP BY anomaly_no, bucket
ORDER BY anomaly_no, bucket
