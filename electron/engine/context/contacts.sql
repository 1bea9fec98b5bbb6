-- Whom each source talked to in its window, and how usual that is for the source.
-- Table: windows(window_no BIGINT, source VARCHAR, from_time TIMESTAMP, to_time TIMESTAMP); a source is an address or a host name.
-- Result: window_no, destination, n (in the window), n_before, first_seen, last_seen (of the pair, ever), days (of the pair).
-- A connection record without a name is left out where the same pair of addresses also has records with one: it is the same contact. Records of
-- one connection count once.
-- Cost: the flows of the sources alone.
WITH place AS (
  SELECT DISTINCT source, hash(source) AS key FROM windows
),
record AS (
  SELECT f.src_ip, f.device, f.dst_ip, f.name, f.connection, f.time
  FROM rel_flow AS f JOIN place AS p ON p.key = f.key AND p.source = f.src_ip
  WHERE f.role = 'source' AND f.class <> 'dns'
  UNION ALL
  SELECT f.src_ip, f.device, f.dst_ip, f.name, f.connection, f.time
  FROM rel_flow AS f JOIN place AS p ON p.key = f.key AND p.source = f.device
  WHERE f.role = 'device' AND f.class <> 'dns'
),
nameless AS (
  SELECT DISTINCT src_ip, dst_ip, hash(src_ip) AS key FROM record WHERE name IS NULL AND src_ip IS NOT NULL
),
named AS (
  SELECT DISTINCT f.src_ip, f.dst_ip FROM rel_flow AS f JOIN nameless AS p ON p.key = f.key AND p.src_ip = f.src_ip AND p.dst_ip = f.dst_ip
  WHERE f.role = 'source' AND f.class <> 'dns' AND f.name IS NOT NULL
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
