-- Whom each source talked to in its window, with how usual that is for the source and for everyone.
-- Table: windows(window_no BIGINT, source VARCHAR, from_time TIMESTAMP, to_time TIMESTAMP); a source is an address or a host name.
-- Result: window_no, destination, n (in the window), n_before, first_seen, last_seen (of the pair, ever), days (of the pair),
-- destination_sources, internal_sources (of them, addresses a site hands out itself), destination_days, destination_first, destination_address.
-- A connection record without a name is left out where the same pair of addresses also has records with one: it is the same contact. Records of
-- one connection count once. Contacts are first gathered by source, destination and connection, so that windows join a smaller table.
-- Cost: of all records only those are gathered whose destination a source of the windows has talked to; of a few windows they are a small part.
WITH talk AS (
  SELECT time, src_endpoint_ip AS src_ip, device_hostname AS device, dst_endpoint_ip AS dst_ip,
         COALESCE(LOWER(NULLIF(tls_sni, '')), LOWER(NULLIF(dst_endpoint_hostname, ''))) AS name,
         COALESCE(connection_info_uid, CONCAT(snapshot, CAST(event_no AS VARCHAR))) AS connection
  FROM network_activity
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, COALESCE(LOWER(NULLIF(http_request_url_hostname, '')), LOWER(NULLIF(dst_endpoint_hostname, ''))),
         COALESCE(connection_info_uid, CONCAT(snapshot, CAST(event_no AS VARCHAR)))
  FROM http_activity
),
touched AS (
  SELECT t.name, t.dst_ip FROM talk AS t JOIN windows AS w ON w.source = t.src_ip
  UNION ALL
  SELECT t.name, t.dst_ip FROM talk AS t JOIN windows AS w ON w.source = t.device
),
wanted AS (
  SELECT name AS value FROM touched WHERE name IS NOT NULL UNION SELECT dst_ip FROM touched WHERE dst_ip IS NOT NULL
),
relevant AS (
  SELECT * FROM talk WHERE name IN (SELECT value FROM wanted) OR dst_ip IN (SELECT value FROM wanted)
),
named AS (
  SELECT src_ip, dst_ip FROM relevant WHERE name IS NOT NULL AND dst_ip IS NOT NULL GROUP BY src_ip, dst_ip
),
contact AS (
  SELECT src_ip, device, dst_ip, connection, name AS destination, MIN(time) AS time FROM relevant WHERE name IS NOT NULL
  GROUP BY src_ip, device, dst_ip, connection, name
  UNION ALL
  SELECT t.src_ip, t.device, t.dst_ip, t.connection, t.dst_ip, MIN(t.time)
  FROM relevant AS t LEFT JOIN named AS m ON m.src_ip = t.src_ip AND m.dst_ip = t.dst_ip
  WHERE t.name IS NULL AND t.dst_ip IS NOT NULL AND m.src_ip IS NULL
  GROUP BY t.src_ip, t.device, t.dst_ip, t.connection
),
reach AS (
  SELECT destination, COALESCE(src_ip, device) AS source, CAST(time AS DATE) AS day, MIN(time) AS first_seen, MIN(dst_ip) AS address
  FROM contact
  GROUP BY destination, COALESCE(src_ip, device), CAST(time AS DATE)
),
estate AS (
  SELECT destination, COUNT(DISTINCT source) AS destination_sources,
         COUNT(DISTINCT CASE WHEN COALESCE(regexp_extract(source, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|f[cd][0-9a-f][0-9a-f]:)'), '') <> '' THEN source END) AS internal_sources,
         COUNT(DISTINCT day) AS destination_days, MIN(first_seen) AS destination_first, MIN(address) AS destination_address
  FROM reach
  GROUP BY destination
),
seen AS (
  SELECT w.window_no, c.destination, c.time, w.from_time, w.to_time
  FROM contact AS c JOIN windows AS w ON w.source = c.src_ip
  UNION ALL
  SELECT w.window_no, c.destination, c.time, w.from_time, w.to_time
  FROM contact AS c JOIN windows AS w ON w.source = c.device
),
own AS (
  SELECT window_no, destination, CAST(SUM(CASE WHEN time >= from_time AND time < to_time THEN 1 ELSE 0 END) AS BIGINT) AS n,
         CAST(SUM(CASE WHEN time < from_time THEN 1 ELSE 0 END) AS BIGINT) AS n_before, MIN(time) AS first_seen,
         MAX(CASE WHEN time < to_time THEN time END) AS last_seen, COUNT(DISTINCT CAST(time AS DATE)) AS days
  FROM seen
  GROUP BY window_no, destination
)
SELECT o.window_no, o.destination, o.n, o.n_before, o.first_seen, o.last_seen, o.days,
       e.destination_sources, e.internal_sources, e.destination_days, e.destination_first, e.destination_address
FROM own AS o JOIN estate AS e ON e.destination = o.destination
WHERE o.n > 0
ORDER BY o.window_no, o.destination
