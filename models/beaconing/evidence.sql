-- The contacts behind each subject, one event each: the request, the hello, the bare connection, the DNS query where no
-- connection log covers its day, or the Sysmon record that no sensor's connection shows. Which event stands for a contact is
-- decided as in features.sql.
-- Input: subjects(subject_no, src, dst, service, window_from, window_to).
WITH wanted AS (
  SELECT
    s.subject_no, s.src, s.dst, s.window_from, s.window_to, split_part(s.service, '/', 1) AS protocol,
    CAST(split_part(s.service, '/', 2) AS INTEGER) AS port
  FROM subjects s
),
conn AS (
  SELECT *
  FROM network_activity
  WHERE metadata_log_name = 'conn' OR coalesce(metadata_product_name, '') NOT IN ('Zeek', 'Sysmon')
    AND coalesce(metadata_log_name, '') <> 'tls'
),
hello AS (
  SELECT *
  FROM network_activity
  WHERE metadata_product_name = 'Zeek' AND metadata_log_name = 'ssl' OR metadata_product_name = 'Suricata' AND metadata_log_name = 'tls'
),
requested AS (SELECT DISTINCT connection_info_uid AS uid FROM http_activity WHERE connection_info_uid IS NOT NULL),
named AS (
  SELECT uid FROM requested
  UNION
  SELECT connection_info_uid FROM hello WHERE connection_info_uid IS NOT NULL
),
conn_day AS (SELECT DISTINCT date_trunc('day', time) AS day FROM conn),
found AS (
  SELECT w.subject_no, 'http_activity' AS class, h.snapshot, h.event_no, h.file_no, h.record_no, h.time,
    coalesce(h.metadata_uid, h.connection_info_uid) AS id_uid
  FROM wanted w
  JOIN http_activity h
    ON h.src_endpoint_ip = w.src AND lower(coalesce(h.http_request_url_hostname, h.dst_endpoint_ip)) = w.dst
    AND coalesce(h.http_request_url_port, h.dst_endpoint_port) = w.port AND h.time >= w.window_from AND h.time < w.window_to
  WHERE w.protocol = 'tcp'
  UNION ALL
  SELECT w.subject_no, 'network_activity', n.snapshot, n.event_no, n.file_no, n.record_no, n.time,
    coalesce(n.metadata_uid, n.connection_info_uid)
  FROM wanted w
  JOIN hello n
    ON n.src_endpoint_ip = w.src AND lower(coalesce(n.tls_sni, n.dst_endpoint_ip)) = w.dst AND n.dst_endpoint_port = w.port
    AND n.time >= w.window_from AND n.time < w.window_to
  LEFT JOIN requested r ON r.uid = n.connection_info_uid
  WHERE w.protocol = 'tcp' AND r.uid IS NULL
  UNION ALL
  SELECT w.subject_no, 'network_activity', c.snapshot, c.event_no, c.file_no, c.record_no, c.time,
    coalesce(c.metadata_uid, c.connection_info_uid)
  FROM wanted w
  JOIN conn c
    ON c.src_endpoint_ip = w.src AND c.dst_endpoint_ip = w.dst AND c.dst_endpoint_port = w.port
    AND lower(coalesce(c.connection_info_protocol_name, 'tcp')) = w.protocol AND c.time >= w.window_from AND c.time < w.window_to
  LEFT JOIN named a ON a.uid = c.connection_info_uid
  WHERE a.uid IS NULL
  UNION ALL
  SELECT w.subject_no, 'dns_activity', q.snapshot, q.event_no, q.file_no, q.record_no, q.time,
    coalesce(q.metadata_uid, q.connection_info_uid)
  FROM wanted w
  JOIN dns_activity q
    ON q.src_endpoint_ip = w.src AND q.dst_endpoint_ip = w.dst AND q.dst_endpoint_port = w.port
    AND lower(coalesce(q.connection_info_protocol_name, 'udp')) = w.protocol AND q.time >= w.window_from AND q.time < w.window_to
  LEFT JOIN conn_day d ON d.day = date_trunc('day', q.time)
  WHERE coalesce(q.metadata_product_name, '') <> 'Sysmon' AND coalesce(q.activity_id, 1) <> 2 AND d.day IS NULL
  UNION ALL
  SELECT DISTINCT w.subject_no, 'network_activity', n.snapshot, n.event_no, n.file_no, n.record_no, n.time, n.metadata_uid
  FROM wanted w
  JOIN network_activity n
    ON n.src_endpoint_ip = w.src AND n.dst_endpoint_ip = w.dst AND n.dst_endpoint_port = w.port
    AND lower(coalesce(n.connection_info_protocol_name, 'tcp')) = w.protocol AND n.time >= w.window_from AND n.time < w.window_to
  LEFT JOIN conn c
    ON c.src_endpoint_ip = n.src_endpoint_ip AND c.src_endpoint_port = n.src_endpoint_port AND c.dst_endpoint_ip = n.dst_endpoint_ip
    AND c.dst_endpoint_port = n.dst_endpoint_port
    AND c.time BETWEEN n.time - INTERVAL '5' MINUTE AND n.time + INTERVAL '5' MINUTE
  WHERE n.metadata_product_name = 'Sysmon' AND n.connection_info_direction_id = 2 AND c.src_endpoint_ip IS NULL
)
SELECT subject_no, class, snapshot, event_no, file_no, record_no, time, id_uid
FROM found
ORDER BY subject_no, time, event_no
