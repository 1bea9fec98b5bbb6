-- The events that features.sql counts for an account, host and day; "*" stands for all accounts folded there.
-- Input: subjects(subject_no, account, host, window_from, window_to).
WITH seen AS (
  SELECT
    lower(CASE WHEN strpos(user_name, '@') > 1 THEN split_part(user_name, '@', 1) ELSE user_name END) AS name,
    lower(coalesce(user_domain, CASE WHEN strpos(user_name, '@') > 1 THEN split_part(user_name, '@', 2) END)) AS domain,
    lower(coalesce(dst_endpoint_hostname, device_hostname, service_name)) AS host,
    CASE
      WHEN src_endpoint_ip IS NOT NULL AND src_endpoint_ip NOT IN ('127.0.0.1', '::1', '0.0.0.0') THEN src_endpoint_ip
      WHEN split_part(lower(src_endpoint_hostname), '.', 1) <> split_part(lower(coalesce(dst_endpoint_hostname, device_hostname)), '.', 1)
        THEN lower(src_endpoint_hostname)
      ELSE 'the host itself'
    END AS source,
    activity_id IN (1, 3, 6) AND coalesce(metadata_event_code, '') <> '4672'
      OR activity_id = 7 AND coalesce(metadata_event_code, '') <> '4648' AS is_try,
    snapshot, event_no, file_no, record_no, time, status_id, session_uid, metadata_uid, metadata_event_code
  FROM authentication
  WHERE user_name IS NOT NULL AND (activity_id IN (1, 3, 4, 6, 7) OR metadata_event_code = '4672')
    AND (cloud_provider IS NULL OR activity_id = 1)
    AND lower(user_name) NOT IN ('system', 'local service', 'network service')
    AND lower(user_name) NOT LIKE 'dwm-%' AND lower(user_name) NOT LIKE 'umfd-%'
    AND lower(coalesce(user_domain, '')) NOT IN ('nt service', 'nt virtual machine', 'iis apppool', 'window manager', 'font driver host')
),
short_domain AS (
  SELECT name, min(domain) AS domain
  FROM seen
  WHERE domain IS NOT NULL AND strpos(domain, '.') = 0
  GROUP BY name
  HAVING count(DISTINCT domain) = 1
),
event AS (
  SELECT
    CASE WHEN d.domain IS NOT NULL OR s.domain IS NOT NULL
      THEN CASE WHEN s.domain IS NULL OR strpos(s.domain, '.') > 0 THEN coalesce(d.domain, split_part(s.domain, '.', 1)) ELSE s.domain END || '\' || s.name
      ELSE s.name
    END AS account,
    date_trunc('day', s.time) AS day, s.*
  FROM seen s
  LEFT JOIN short_domain d ON d.name = s.name
  WHERE s.host IS NOT NULL
),
spraying AS (
  SELECT source, host, day, count(DISTINCT account) AS accounts
  FROM event
  WHERE is_try AND status_id = 2 AND source <> 'the host itself'
  GROUP BY source, host, day
),
fold AS (
  SELECT e.account, e.host, e.source, e.day
  FROM event e
  JOIN spraying s ON s.source = e.source AND s.host = e.host AND s.day = e.day
  WHERE e.is_try AND s.accounts >= 10
  GROUP BY e.account, e.host, e.source, e.day
  HAVING count(CASE WHEN e.status_id = 1 THEN 1 END) = 0
)
SELECT
  s.subject_no, 'authentication' AS class, e.snapshot, e.event_no, e.file_no, e.record_no, e.time, e.session_uid AS id_logon_id,
  e.metadata_uid AS id_record, e.metadata_event_code AS id_event_code
FROM event e
LEFT JOIN fold f ON f.account = e.account AND f.host = e.host AND f.source = e.source AND f.day = e.day
JOIN subjects s ON s.account = CASE WHEN f.account IS NULL THEN e.account ELSE '*' END AND s.host = e.host
  AND e.time >= s.window_from AND e.time < s.window_to
ORDER BY s.subject_no, e.time, e.event_no
