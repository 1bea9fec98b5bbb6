-- The events behind an anomaly and those around it, in one shape for every class.
-- Tables: wanted(anomaly_no BIGINT, snapshot VARCHAR, event_no BIGINT): the evidence;
-- spans(anomaly_no BIGINT, value VARCHAR, bucket BIGINT, priority BIGINT, from_time, to_time, anchor TIMESTAMP): value is a process, an address
-- or a host; bucket numbers half hours since 1970, one row for each that the span touches, so that a busy host is not joined as a whole.
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Result: anomaly_no, evidence (1 or 0), priority, side_total (all events before or after the anchor, the evidence among them), then the event.
-- Of each priority at most 20 events before the anchor and 20 after: least noisy first, then nearest.
-- Cost: of flows those of the spans alone; the whole of a record is read of the evidence and of the chosen alone, by its row.
-- Of each class the numbers of all records are looked through for their rows, and by the rows DuckDB skips what holds none of them: said twice, since
-- only a condition on the row does that.
-- Only starts, connections, lookups and logons stand for a host; a process also has what it opened, loaded and wrote.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
),
place AS (
  SELECT DISTINCT value, hash(value) AS key FROM spans
),
mention AS (
  SELECT f.src_ip AS value, f.snapshot, f.event_no, f.time, CASE WHEN f.class = 'dns' THEN 1 ELSE 0 END AS noise
  FROM rel_flow AS f JOIN place AS w ON w.key = f.key AND w.value = f.src_ip
  WHERE f.role = 'source'
  UNION ALL SELECT f.process, f.snapshot, f.event_no, f.time, CASE WHEN f.class = 'dns' THEN 1 ELSE 0 END
  FROM rel_flow AS f JOIN place AS w ON w.key = f.key AND w.value = f.process
  WHERE f.role = 'process'
  UNION ALL SELECT f.device, f.snapshot, f.event_no, f.time, 1
  FROM rel_flow AS f JOIN place AS w ON w.key = f.key AND w.value = f.device
  WHERE f.role = 'device' AND f.process IS NOT NULL
  UNION ALL SELECT p.device_hostname, p.snapshot, p.event_no, p.time, 0 FROM process_activity AS p LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
  UNION ALL SELECT process_uid, snapshot, event_no, time, 0 FROM process_activity WHERE activity_id IN (1, 2, 4)
  UNION ALL SELECT process_parent_process_uid, snapshot, event_no, time, 0 FROM process_activity WHERE activity_id = 1
  UNION ALL SELECT actor_process_uid, snapshot, event_no, time, CASE WHEN activity_id = 4 THEN 0 ELSE 2 END FROM process_activity WHERE activity_id IN (3, 4)
  UNION ALL SELECT process_uid, snapshot, event_no, time, 3 FROM process_activity WHERE activity_id = 3
  UNION ALL SELECT device_hostname, snapshot, event_no, time, 0 FROM authentication
  UNION ALL SELECT src_endpoint_ip, snapshot, event_no, time, 0 FROM authentication
  UNION ALL SELECT actor_process_uid, snapshot, event_no, time, 1 FROM file_activity
  UNION ALL SELECT actor_process_uid, snapshot, event_no, time, 1 FROM script_activity
  UNION ALL SELECT actor_process_uid, snapshot, event_no, time, 4 FROM module_activity
),
near AS (
  SELECT s.anomaly_no, s.priority, m.noise, m.snapshot, m.event_no, m.time, ABS(date_diff('second', s.anchor, m.time)) AS distance,
         CASE WHEN m.time < s.anchor THEN 1 ELSE 0 END AS is_before
  FROM mention AS m
  JOIN spans AS s ON s.value = m.value AND s.bucket = CAST(FLOOR(date_diff('second', TIMESTAMP '1970-01-01 00:00:00', m.time) / 1800.0) AS BIGINT)
  WHERE m.value IS NOT NULL AND m.time >= s.from_time AND m.time < s.to_time
),
each AS (
  SELECT anomaly_no, snapshot, event_no, MIN(priority) AS priority, MIN(noise) AS noise, MIN(distance) AS distance,
         MIN(is_before) AS is_before
  FROM near
  GROUP BY anomaly_no, snapshot, event_no
),
placed AS (
  SELECT e.*, ROW_NUMBER() OVER (PARTITION BY anomaly_no, priority, is_before ORDER BY noise, distance, snapshot, event_no) AS place,
         COUNT(*) OVER (PARTITION BY anomaly_no, is_before) AS side_total
  FROM each AS e
),
chosen AS (
  SELECT DISTINCT anomaly_no, snapshot, event_no, 1 AS evidence, 0 AS priority, 0 AS side_total FROM wanted
  UNION ALL
  SELECT anomaly_no, snapshot, event_no, 0, priority, side_total FROM placed WHERE place <= 20
),
event AS NOT MATERIALIZED (
  SELECT 'network_activity' AS class, snapshot, event_no, time, activity_id, status_id, device_hostname AS device, src_endpoint_ip AS src_ip, dst_endpoint_ip AS dst_ip,
         dst_endpoint_port AS dst_port, COALESCE(LOWER(NULLIF(tls_sni, '')), LOWER(NULLIF(dst_endpoint_hostname, ''))) AS dst_name, actor_process_uid AS actor_uid,
         actor_process_name AS actor_name, actor_user_name AS user_name, actor_user_domain AS user_domain, CAST(NULL AS VARCHAR) AS target_uid,
         CAST(NULL AS VARCHAR) AS target_name, app_name AS detail, traffic_bytes_out AS bytes_out,
         connection_info_uid AS connection
  FROM network_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM network_activity WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'http_activity', snapshot, event_no, time, activity_id, status_id, device_hostname, src_endpoint_ip, dst_endpoint_ip, dst_endpoint_port,
         COALESCE(LOWER(NULLIF(http_request_url_hostname, '')), LOWER(NULLIF(dst_endpoint_hostname, ''))), NULL, NULL, NULL, NULL, NULL, NULL,
         CONCAT(COALESCE(http_request_http_method, ''), ' ', COALESCE(http_request_url_path, '')), http_request_length, connection_info_uid
  FROM http_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM http_activity WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'dns_activity', snapshot, event_no, time, activity_id, status_id, device_hostname, src_endpoint_ip, dst_endpoint_ip, dst_endpoint_port,
         LOWER(query_hostname), actor_process_uid, actor_process_name, actor_user_name, actor_user_domain, NULL, NULL, answers_rdata, NULL, NULL
  FROM dns_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM dns_activity WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'process_activity', snapshot, event_no, time, activity_id, status_id, device_hostname, NULL, NULL, NULL, NULL,
         COALESCE(CASE WHEN activity_id = 1 THEN process_parent_process_uid END, actor_process_uid),
         COALESCE(CASE WHEN activity_id = 1 THEN process_parent_process_name END, actor_process_name),
         CASE WHEN activity_id = 1 THEN COALESCE(process_user_name, actor_user_name) ELSE actor_user_name END,
         CASE WHEN activity_id = 1 THEN COALESCE(process_user_domain, actor_user_domain) ELSE actor_user_domain END, process_uid, COALESCE(process_file_path, process_name),
         CASE WHEN activity_id = 1 THEN process_cmd_line WHEN activity_id = 3 THEN requested_permissions END, NULL, NULL
  FROM process_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM process_activity WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'authentication', snapshot, event_no, time, activity_id, status_id, device_hostname, src_endpoint_ip, NULL, NULL, NULL,
         actor_process_uid, actor_process_name, user_name, user_domain, NULL, NULL, logon_type, NULL, NULL
  FROM authentication WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM authentication WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'module_activity', snapshot, event_no, time, activity_id, status_id, device_hostname, NULL, NULL, NULL, NULL,
         actor_process_uid, actor_process_name, actor_user_name, actor_user_domain, NULL, COALESCE(module_file_path, module_file_name), module_file_signature_state, NULL, NULL
  FROM module_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM module_activity WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'file_activity', snapshot, event_no, time, activity_id, status_id, device_hostname, NULL, NULL, NULL, NULL,
         actor_process_uid, actor_process_name, actor_user_name, actor_user_domain, NULL, COALESCE(file_path, file_name), NULL, NULL, NULL
  FROM file_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM file_activity WHERE event_no IN (SELECT event_no FROM chosen))
  UNION ALL
  SELECT 'script_activity', snapshot, event_no, time, activity_id, status_id, device_hostname, NULL, NULL, NULL, NULL,
         actor_process_uid, actor_process_name, actor_user_name, actor_user_domain, NULL, script_name, SUBSTR(script_content, 1, 200), NULL, NULL
  FROM script_activity WHERE event_no IN (SELECT event_no FROM chosen) AND row_no IN (SELECT row_no FROM script_activity WHERE event_no IN (SELECT event_no FROM chosen))
)
SELECT c.anomaly_no, c.evidence, c.priority, c.side_total, e.*
FROM event AS e JOIN chosen AS c ON c.snapshot = e.snapshot AND c.event_no = e.event_no
ORDER BY c.anomaly_no, c.evidence DESC, e.time, c.snapshot, c.event_no
