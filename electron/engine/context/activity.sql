-- How often the subject did this in each 24 h up to its window's end.
-- Table: series(anomaly_no BIGINT, kind VARCHAR, one VARCHAR, other VARCHAR, to_time TIMESTAMP). Kinds: contact (source, destination),
-- lookup (source, domain), launch (host, image in lower case), logon (account in lower case, host or NULL). Without an other any counts.
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Result: anomaly_no, bucket (0 = the last 24 h, 1 = those before …), n. At most 60 buckets. Records of one connection count once.
-- Cost: of connections and lookups those of the subjects alone, of starts and logons whom each record is of.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
),
place AS (
  SELECT DISTINCT one, hash(one) AS key FROM series WHERE kind IN ('contact', 'lookup')
),
flow AS (
  SELECT p.one, f.class, CASE WHEN f.class = 'network' AND NOT f.is_ssl THEN f.dst_ip END AS address, f.name, f.connection, f.time
  FROM rel_flow AS f JOIN place AS p ON p.key = f.key AND p.one = f.src_ip
  WHERE f.role = 'source'
  UNION ALL
  SELECT p.one, f.class, CASE WHEN f.class = 'network' AND NOT f.is_ssl THEN f.dst_ip END, f.name, f.connection, f.time
  FROM rel_flow AS f JOIN place AS p ON p.key = f.key AND p.one = f.device
  WHERE f.role = 'device'
),
mine AS (
  SELECT s.anomaly_no, f.connection, f.time, s.to_time
  FROM flow AS f JOIN series AS s ON s.one = f.one
  WHERE s.kind = 'contact' AND f.class <> 'dns' AND (s.other IS NULL OR s.other = f.address OR s.other = f.name)
  UNION ALL
  SELECT s.anomaly_no, f.connection, f.time, s.to_time
  FROM flow AS f JOIN series AS s ON s.one = f.one
  WHERE s.kind = 'lookup' AND f.class = 'dns' AND (s.other IS NULL OR s.other = f.name OR s.other = regexp_extract(f.name, '[^.]+[.][^.]+$'))
  UNION ALL
  SELECT s.anomaly_no, hash(CONCAT(p.snapshot, CAST(p.event_no AS VARCHAR))), p.time, s.to_time
  FROM process_activity AS p JOIN series AS s ON s.one = p.device_hostname LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE s.kind = 'launch' AND (s.other IS NULL OR s.other = LOWER(COALESCE(p.process_file_path, p.process_name)))
    AND p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
  UNION ALL
  SELECT s.anomaly_no, hash(CONCAT(a.snapshot, CAST(a.event_no AS VARCHAR))), a.time, s.to_time
  FROM authentication AS a JOIN series AS s ON s.one = LOWER(a.user_name)
  WHERE s.kind = 'logon' AND (s.other IS NULL OR s.other = a.device_hostname) AND a.activity_id = 1
),
bucketed AS (
  SELECT anomaly_no, connection, CAST(FLOOR(date_diff('second', time, to_time) / 86400.0) AS BIGINT) AS bucket
  FROM mine WHERE time < to_time
)
SELECT anomaly_no, bucket, COUNT(DISTINCT connection) AS n
FROM bucketed
WHERE bucket < 60
GROUP BY anomaly_no, bucket
ORDER BY anomaly_no, bucket
