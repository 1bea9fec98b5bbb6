-- When events of each source happened, hour by hour, and how many of them do not hold what OCSF 1.8 requires of their class: required attributes,
-- at_least_one, activities and ports that exist. One scan of every class. A certificate seen on the wire (Zeek's x509) has no peers, and the end
-- of a process no actor, whatever the schema asks for.
-- Tables: members(snapshot VARCHAR, source VARCHAR).
-- Result: source, class, hour TIMESTAMP, n, broken BIGINT, broken_event VARCHAR (the first such event), last_seen TIMESTAMP.
WITH checked AS (
  SELECT 'network_activity' AS class, snapshot, event_no, time, CASE WHEN (COALESCE(metadata_log_name, '') <> 'x509' AND src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 99)
    THEN 1 ELSE 0 END AS broken FROM network_activity
  UNION ALL
  SELECT 'http_activity' AS class, snapshot, event_no, time, CASE WHEN (http_request_http_method IS NULL AND http_request_url_hostname IS NULL AND http_request_url_path IS NULL AND http_request_user_agent IS NULL
    AND http_response_code IS NULL) OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99)
    THEN 1 ELSE 0 END AS broken FROM http_activity
  UNION ALL
  SELECT 'dns_activity' AS class, snapshot, event_no, time, CASE WHEN (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 6, 99)
    THEN 1 ELSE 0 END AS broken FROM dns_activity
  UNION ALL
  SELECT 'process_activity' AS class, snapshot, event_no, time, CASE WHEN device_hostname IS NULL OR (process_uid IS NULL AND process_pid IS NULL)
    OR (activity_id <> 2 AND (actor_process_uid IS NULL AND actor_process_name IS NULL AND actor_process_pid IS NULL AND actor_user_name IS NULL AND actor_user_uid IS NULL))
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 99)
    THEN 1 ELSE 0 END AS broken FROM process_activity
  UNION ALL
  SELECT 'authentication' AS class, snapshot, event_no, time, CASE WHEN (user_name IS NULL AND user_uid IS NULL AND actor_user_account_uid IS NULL)
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 99)
    THEN 1 ELSE 0 END AS broken FROM authentication
  UNION ALL
  SELECT 'module_activity' AS class, snapshot, event_no, time, CASE WHEN device_hostname IS NULL OR (module_file_name IS NULL AND module_file_path IS NULL)
    OR (actor_process_uid IS NULL AND actor_process_name IS NULL AND actor_process_pid IS NULL AND actor_user_name IS NULL AND actor_user_uid IS NULL)
    OR activity_id NOT IN (0, 1, 2, 3, 99)
    THEN 1 ELSE 0 END AS broken FROM module_activity
  UNION ALL
  SELECT 'file_activity' AS class, snapshot, event_no, time, CASE WHEN device_hostname IS NULL OR (file_name IS NULL AND file_path IS NULL)
    OR (actor_process_uid IS NULL AND actor_process_name IS NULL AND actor_process_pid IS NULL AND actor_user_name IS NULL AND actor_user_uid IS NULL)
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 99)
    THEN 1 ELSE 0 END AS broken FROM file_activity
  UNION ALL
  SELECT 'script_activity' AS class, snapshot, event_no, time, CASE WHEN device_hostname IS NULL OR script_content IS NULL OR activity_id NOT IN (0, 1, 99)
    THEN 1 ELSE 0 END AS broken FROM script_activity
  UNION ALL
  SELECT 'dhcp_activity' AS class, snapshot, event_no, time, CASE WHEN (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 99)
    THEN 1 ELSE 0 END AS broken FROM dhcp_activity
  UNION ALL
  SELECT 'rdp_activity' AS class, snapshot, event_no, time, CASE WHEN (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 99)
    THEN 1 ELSE 0 END AS broken FROM rdp_activity
  UNION ALL
  SELECT 'smb_activity' AS class, snapshot, event_no, time, CASE WHEN (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 99)
    THEN 1 ELSE 0 END AS broken FROM smb_activity
  UNION ALL
  SELECT 'ssh_activity' AS class, snapshot, event_no, time, CASE WHEN (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 99)
    THEN 1 ELSE 0 END AS broken FROM ssh_activity
  UNION ALL
  SELECT 'ftp_activity' AS class, snapshot, event_no, time, CASE WHEN (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 99)
    THEN 1 ELSE 0 END AS broken FROM ftp_activity
  UNION ALL
  SELECT 'email_activity' AS class, snapshot, event_no, time, CASE WHEN (email_from IS NULL AND email_to IS NULL AND email_subject IS NULL AND email_message_uid IS NULL AND email_smtp_from IS NULL)
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 99)
    THEN 1 ELSE 0 END AS broken FROM email_activity
  UNION ALL
  SELECT 'network_file_activity' AS class, snapshot, event_no, time, CASE WHEN (file_name IS NULL AND file_path IS NULL AND file_uid IS NULL)
    OR (src_endpoint_ip IS NULL AND src_endpoint_hostname IS NULL AND dst_endpoint_ip IS NULL AND dst_endpoint_hostname IS NULL)
    OR src_endpoint_port NOT BETWEEN 0 AND 65535 OR dst_endpoint_port NOT BETWEEN 0 AND 65535
    OR activity_id NOT IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 99)
    THEN 1 ELSE 0 END AS broken FROM network_file_activity
  UNION ALL
  SELECT 'api_activity' AS class, snapshot, event_no, time, CASE WHEN api_operation IS NULL OR activity_id NOT IN (0, 1, 2, 3, 4, 99)
    THEN 1 ELSE 0 END AS broken FROM api_activity
  UNION ALL
  SELECT 'detection_finding' AS class, snapshot, event_no, time, CASE WHEN (finding_info_uid IS NULL AND finding_info_title IS NULL)
    OR activity_id NOT IN (0, 1, 2, 3, 99)
    THEN 1 ELSE 0 END AS broken FROM detection_finding
)
SELECT m.source, e.class, date_trunc('hour', e.time) AS hour, COUNT(*) AS n, CAST(SUM(e.broken) AS BIGINT) AS broken,
       MIN(CASE WHEN e.broken = 1 THEN CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR)) END) AS broken_event, MAX(e.time) AS last_seen
FROM checked AS e JOIN members AS m ON m.snapshot = e.snapshot
GROUP BY m.source, e.class, date_trunc('hour', e.time)
ORDER BY m.source, e.class, hour
