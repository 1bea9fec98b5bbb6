-- Whom each source talked to in its window, and how usual that is for the source.
-- Table: windows(window_no BIGINT, source VARCHAR, from_time TIMESTAMP, to_time TIMESTAMP); a source is an address or a host name.
-- Result: window_no, destination, n (in the window), n_before, first_seen, last_seen (of the pair, ever), days (of the pair).
-- A connection record without a name is left out where the same pair of addresses also has records with one: it is the same contact. Records of
-- one connection count once.
-- Cost: the addresses and host names of all records, and all of those that one of the sources made.
WITH talk AS NOT MATERIALIZED (
  SELECT time, src_endpoint_ip AS src_ip, device_hostname AS device, dst_endpoint_ip AS dst_ip, NULLIF(tls_sni, '') AS asked_name,
         NULLIF(dst_endpoint_hostname, '') AS told_name, connection_info_uid AS uid, snapshot, event_no
  FROM network_activity
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, NULLIF(http_request_url_hostname, ''), NULLIF(dst_endpoint_hostname, ''),
         connection_info_uid, snapshot, event_no
  FROM http_activity
),
place AS (
  SELECT DISTINCT source FROM windows
),
mine AS (
  SELECT t.* FROM talk AS t JOIN place AS p ON p.source = t.src_ip
  UNION ALL
  SELECT t.* FROM talk AS t JOIN place AS p ON p.source = t.device WHERE t.device IS NOT NULL
),
record AS (
  SELECT src_ip, device, dst_ip, LOWER(COALESCE(asked_name, told_name)) AS name, COALESCE(uid, CONCAT(snapshot, CAST(event_no AS VARCHAR))) AS connection, time
  FROM mine
),
nameless AS (
  SELECT DISTINCT src_ip, dst_ip FROM record WHERE name IS NULL
),
named AS (
  SELECT DISTINCT t.src_ip, t.dst_ip FROM talk AS t JOIN nameless AS p ON p.src_ip = t.src_ip AND p.dst_ip = t.dst_ip
  WHERE t.asked_name IS NOT NULL OR t.told_name IS NOT NULL
),
contact AS (
  SELECT r.src_ip, r.device, r.dst_ip, r.connection, COALESCE(r.name, r.dst_ip) AS destination, MIN(r.time) AS time
  FROM record AS r LEFT JOIN named AS m ON m.src_ip = r.src_ip AND m.dst_ip = r.dst_ip
  WHERE r.name IS NOT NULL OR (r.dst_ip IS NOT NULL AND m.src_ip IS NULL)
  GROUP BY r.src_ip, r.device, r.dst_ip, r.connection, r.name
),
seen AS (
  SELECT w.window_no, c.destination, c.time, w.from_time, w.to_time
  FROM contact AS c JOIN windows AS w ON w.source = c.src_ip
  UNION ALL
  SELECT w.window_no, c.destination, c.time, w.from_time, w.to_time
  FROM contact AS c JOIN windows AS w ON w.source = c.device
)
SELECT window_no, destination, CAST(SUM(CASE WHEN time >= from_time AND time < to_time THEN 1 ELSE 0 END) AS BIGINT) AS n,
       CAST(SUM(CASE WHEN time < from_time THEN 1 ELSE 0 END) AS BIGINT) AS n_before, MIN(time) AS first_seen,
       MAX(CASE WHEN time < to_time THEN time END) AS last_seen, COUNT(DISTINCT CAST(time AS DATE)) AS days
FROM seen
GROUP BY window_no, destination
HAVING SUM(CASE WHEN time >= from_time AND time < to_time THEN 1 ELSE 0 END) > 0
ORDER BY window_no, destination
