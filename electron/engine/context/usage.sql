-- Who used a host up to an instant: interactive logons, and starts of programs under an account, for what a session or a habit tells.
-- Table: stays(stay_no BIGINT, host VARCHAR, from_time TIMESTAMP, anchor TIMESTAMP, to_time TIMESTAMP): a host in lower case, whole or by its
-- first label; to_time is exclusive.
-- Result: stay_no, name (as most often spelled last), domain, logons, logon_days, last_logon (up to the anchor), starts, start_days, last_start.
-- Cost: one scan of logons and starts; only the named hosts are joined.
WITH used AS (
  SELECT LOWER(device_hostname) AS host, user_name AS name, user_domain AS domain, time, 1 AS is_logon
  FROM authentication
  WHERE activity_id = 1 AND status_id = 1 AND user_name IS NOT NULL
    AND logon_type IN ('Interactive', 'Unlock', 'Remote Interactive', 'Cached Interactive', 'Cached Remote Interactive', 'Cached Unlock')
  UNION ALL
  SELECT LOWER(device_hostname), process_user_name, process_user_domain, time, 0
  FROM process_activity
  WHERE activity_id = 1 AND process_user_name IS NOT NULL
),
here AS (
  SELECT s.stay_no, s.anchor, u.name, u.domain, u.time, u.is_logon
  FROM used AS u JOIN stays AS s ON s.host = u.host
  WHERE u.time >= s.from_time AND u.time < s.to_time
  UNION ALL
  SELECT s.stay_no, s.anchor, u.name, u.domain, u.time, u.is_logon
  FROM used AS u JOIN stays AS s ON s.host = regexp_extract(u.host, '^[^.]+')
  WHERE s.host <> u.host AND u.time >= s.from_time AND u.time < s.to_time
)
SELECT stay_no, MAX(name) AS name, MAX(domain) AS domain,
       CAST(SUM(is_logon) AS BIGINT) AS logons,
       COUNT(DISTINCT CASE WHEN is_logon = 1 THEN CAST(time AS DATE) END) AS logon_days,
       MAX(CASE WHEN is_logon = 1 AND time <= anchor THEN time END) AS last_logon,
       CAST(SUM(1 - is_logon) AS BIGINT) AS starts,
       COUNT(DISTINCT CASE WHEN is_logon = 0 THEN CAST(time AS DATE) END) AS start_days,
       MAX(CASE WHEN is_logon = 0 AND time <= anchor THEN time END) AS last_start
FROM here
GROUP BY stay_no, LOWER(name)
ORDER BY stay_no, logons DESC, starts DESC, name
