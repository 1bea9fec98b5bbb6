-- How long after it happened each event reached its log's collector, where the record says when it was received; in half minutes, from the second
-- hour on in ten minutes.
-- Tables: members(snapshot VARCHAR, source VARCHAR).
-- Result: source, day TIMESTAMP, seconds BIGINT (the bucket's upper bound), n BIGINT.
SELECT m.source, date_trunc('day', e.time) AS day,
       CASE WHEN e.seconds < 3600 THEN CAST(FLOOR(e.seconds / 30.0) AS BIGINT) * 30 + 30 ELSE CAST(FLOOR(e.seconds / 600.0) AS BIGINT) * 600 + 600 END AS seconds, COUNT(*) AS n
FROM (
  SELECT snapshot, time, GREATEST(date_diff('second', time, logged), 0) AS seconds FROM (
    SELECT snapshot, time, metadata_logged_time AS logged FROM network_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM http_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM dns_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM process_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM authentication
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM module_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM file_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM script_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM dhcp_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM rdp_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM smb_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM ssh_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM ftp_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM email_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM network_file_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM api_activity
    UNION ALL SELECT snapshot, time, metadata_logged_time AS logged FROM detection_finding
  ) AS received WHERE logged IS NOT NULL
) AS e JOIN members AS m ON m.snapshot = e.snapshot
GROUP BY m.source, date_trunc('day', e.time), 3
ORDER BY m.source, day, seconds
