-- Who and what the events of each source name, day by day: devices by name, actors by account and by the host they acted on. Failed logons are
-- left out: anybody may type any name.
-- Tables: members(snapshot VARCHAR, source VARCHAR).
-- Result: role ('actor' | 'device'), source, day TIMESTAMP, host, domain, name, uid VARCHAR, n BIGINT, event VARCHAR (the first).
WITH actor AS (
  SELECT snapshot, event_no, time, device_hostname AS host, user_domain AS domain, user_name AS name, user_uid AS uid FROM authentication
  WHERE COALESCE(status_id, 1) = 1
  UNION ALL
  SELECT snapshot, event_no, time, device_hostname, CASE WHEN process_user_name IS NULL THEN actor_user_domain ELSE process_user_domain END,
         COALESCE(process_user_name, actor_user_name), CASE WHEN process_user_name IS NULL THEN actor_user_uid ELSE process_user_uid END
  FROM process_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM network_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM dns_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM module_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM file_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM script_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM rdp_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM smb_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM ssh_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM ftp_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM email_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM network_file_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM api_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname, actor_user_domain, actor_user_name, actor_user_uid FROM detection_finding
),
device AS (
  SELECT snapshot, event_no, time, device_hostname AS host FROM network_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM http_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM dns_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM process_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM authentication
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM module_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM file_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM script_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM dhcp_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM rdp_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM smb_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM ssh_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM ftp_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM email_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM network_file_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM api_activity
  UNION ALL SELECT snapshot, event_no, time, device_hostname AS host FROM detection_finding
),
mention AS (
  SELECT 'actor' AS role, snapshot, event_no, time, host, domain, name, uid FROM actor WHERE name IS NOT NULL OR uid IS NOT NULL
  UNION ALL
  SELECT 'device', snapshot, event_no, time, host, NULL, NULL, NULL FROM device WHERE host IS NOT NULL
)
SELECT e.role, m.source, date_trunc('day', e.time) AS day, LOWER(e.host) AS host, e.domain, e.name, e.uid, COUNT(*) AS n, MIN(CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR))) AS event
FROM mention AS e JOIN members AS m ON m.snapshot = e.snapshot
GROUP BY e.role, m.source, date_trunc('day', e.time), LOWER(e.host), e.domain, e.name, e.uid
ORDER BY e.role, m.source, day, host, e.domain, e.name, e.uid
