-- Events later than the moment their snapshot was imported, give or take five minutes: their clock, or this machine's, was wrong.
-- Tables: members(snapshot VARCHAR, source VARCHAR, latest TIMESTAMP).
-- Result: source, day TIMESTAMP, n BIGINT, event VARCHAR (the first).
SELECT m.source, date_trunc('day', e.time) AS day, COUNT(*) AS n, MIN(CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR))) AS event
FROM (
  SELECT snapshot, event_no, time FROM network_activity
  UNION ALL SELECT snapshot, event_no, time FROM http_activity
  UNION ALL SELECT snapshot, event_no, time FROM dns_activity
  UNION ALL SELECT snapshot, event_no, time FROM process_activity
  UNION ALL SELECT snapshot, event_no, time FROM authentication
  UNION ALL SELECT snapshot, event_no, time FROM module_activity
  UNION ALL SELECT snapshot, event_no, time FROM file_activity
  UNION ALL SELECT snapshot, event_no, time FROM script_activity
  UNION ALL SELECT snapshot, event_no, time FROM dhcp_activity
  UNION ALL SELECT snapshot, event_no, time FROM rdp_activity
  UNION ALL SELECT snapshot, event_no, time FROM smb_activity
  UNION ALL SELECT snapshot, event_no, time FROM ssh_activity
  UNION ALL SELECT snapshot, event_no, time FROM ftp_activity
  UNION ALL SELECT snapshot, event_no, time FROM email_activity
  UNION ALL SELECT snapshot, event_no, time FROM network_file_activity
  UNION ALL SELECT snapshot, event_no, time FROM api_activity
  UNION ALL SELECT snapshot, event_no, time FROM detection_finding
) AS e JOIN members AS m ON m.snapshot = e.snapshot
WHERE e.time > m.latest
GROUP BY m.source, date_trunc('day', e.time)
ORDER BY m.source, day
