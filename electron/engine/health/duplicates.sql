-- Events recorded more than once in a source: the same class, time, log, record number, host and content. A record imported again in another
-- snapshot counts as well. Only moments that hold more than one event of a class are compared in full.
-- Tables: members(snapshot VARCHAR, source VARCHAR).
-- Result: source, class, day TIMESTAMP, extra BIGINT (copies beyond the first), event, twin VARCHAR (two of one group).
WITH event AS (
  SELECT 'network_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', dst_endpoint_ip, '|', CAST(dst_endpoint_port AS VARCHAR), '|', tls_sni, '|', CAST(traffic_bytes_out AS VARCHAR), '|', actor_process_uid) AS content FROM network_activity
  UNION ALL SELECT 'http_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', http_request_http_method, '|', http_request_url_hostname, '|', http_request_url_path, '|', http_request_user_agent) AS content FROM http_activity
  UNION ALL SELECT 'dns_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', query_hostname, '|', query_type, '|', answers_rdata) AS content FROM dns_activity
  UNION ALL SELECT 'process_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(process_uid, '|', CAST(process_pid AS VARCHAR), '|', actor_process_uid, '|', process_cmd_line, '|', requested_permissions) AS content FROM process_activity
  UNION ALL SELECT 'authentication' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(user_name, '|', user_domain, '|', src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', service_name, '|', session_uid, '|', api_request_uid) AS content FROM authentication
  UNION ALL SELECT 'module_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(module_file_path, '|', actor_process_uid) AS content FROM module_activity
  UNION ALL SELECT 'file_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(file_path, '|', actor_process_uid) AS content FROM file_activity
  UNION ALL SELECT 'script_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(script_name, '|', script_content, '|', actor_process_uid) AS content FROM script_activity
  UNION ALL SELECT 'dhcp_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_mac, '|', src_endpoint_ip, '|', transaction_uid) AS content FROM dhcp_activity
  UNION ALL SELECT 'rdp_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', dst_endpoint_ip, '|', identifier_cookie) AS content FROM rdp_activity
  UNION ALL SELECT 'smb_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', command, '|', share, '|', file_path, '|', file_name) AS content FROM smb_activity
  UNION ALL SELECT 'ssh_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', dst_endpoint_ip) AS content FROM ssh_activity
  UNION ALL SELECT 'ftp_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', command, '|', file_path, '|', file_name) AS content FROM ftp_activity
  UNION ALL SELECT 'email_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(email_message_uid, '|', email_from, '|', email_to, '|', email_subject) AS content FROM email_activity
  UNION ALL SELECT 'network_file_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(src_endpoint_ip, '|', CAST(src_endpoint_port AS VARCHAR), '|', file_uid, '|', file_path, '|', file_name) AS content FROM network_file_activity
  UNION ALL SELECT 'api_activity' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(api_operation, '|', api_request_uid, '|', actor_user_uid, '|', src_endpoint_ip, '|', resources_uid) AS content FROM api_activity
  UNION ALL SELECT 'detection_finding' AS class, snapshot, event_no, time, metadata_log_name AS log, metadata_uid AS uid, metadata_event_code AS code,
    device_hostname AS host, activity_id, CONCAT(finding_info_uid, '|', finding_info_title, '|', evidences_src_endpoint_ip, '|', CAST(evidences_src_endpoint_port AS VARCHAR), '|', evidences_dst_endpoint_ip) AS content FROM detection_finding
),
crowded AS (
  SELECT m.source, e.class, e.time FROM event AS e JOIN members AS m ON m.snapshot = e.snapshot GROUP BY m.source, e.class, e.time HAVING COUNT(*) > 1
),
copies AS (
  SELECT m.source, e.class, e.time, COUNT(*) - 1 AS extra, MIN(CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR))) AS event, MAX(CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR))) AS twin
  FROM event AS e
  JOIN members AS m ON m.snapshot = e.snapshot
  JOIN crowded AS c ON c.source = m.source AND c.class = e.class AND c.time = e.time
  GROUP BY m.source, e.class, e.time, e.log, e.uid, e.code, e.host, e.activity_id, e.content
  HAVING COUNT(*) > 1
)
SELECT source, class, date_trunc('day', time) AS day, CAST(SUM(extra) AS BIGINT) AS extra, MIN(event) AS event, MIN(twin) AS twin
FROM copies
GROUP BY source, class, date_trunc('day', time)
ORDER BY source, class, day
