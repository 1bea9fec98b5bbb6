-- Who else reached a destination, and the addresses it stood for.
-- Table: destinations(value VARCHAR, suffix BIGINT): with suffix = 1 names below it count too, by their last two or three labels, and lookups count as well as
-- contacts. Records of one connection count once.
-- Result: destination, relation ('source' | 'address' | 'name'), other, n, first_seen, last_seen, days.
-- Cost: the flows to what is wanted alone; each name there is is taken apart once, and none where names below do not count.
WITH parent AS (
  SELECT value FROM destinations WHERE suffix = 1
),
name_of AS (
  SELECT DISTINCT f.name FROM rel_flow AS f WHERE f.role = 'name' AND EXISTS (SELECT 1 FROM parent)
),
below AS (
  SELECT d.value AS destination, n.name FROM name_of AS n JOIN parent AS d ON d.value = regexp_extract(n.name, '[^.]+[.][^.]+$')
  UNION
  SELECT d.value, n.name FROM name_of AS n JOIN parent AS d ON d.value = regexp_extract(n.name, '[^.]+[.][^.]+[.][^.]+$')
),
wanted AS (
  SELECT destination, name, suffix, hash(name) AS key
  FROM (SELECT value AS destination, value AS name, suffix FROM destinations UNION SELECT destination, name, 1 FROM below) AS each
),
address AS (
  SELECT value, hash(value) AS key FROM destinations
),
event AS (
  SELECT d.destination, f.time, COALESCE(f.src_ip, f.device) AS source, f.dst_ip AS address, f.name, f.connection
  FROM rel_flow AS f JOIN wanted AS d ON d.key = f.key AND d.name = f.name
  WHERE f.role = 'name' AND (f.class <> 'dns' OR d.suffix = 1)
  UNION ALL
  SELECT d.value, f.time, COALESCE(f.src_ip, f.device), f.dst_ip, COALESCE(f.name, f.dst_ip), f.connection
  FROM rel_flow AS f JOIN address AS d ON d.key = f.key AND d.value = f.dst_ip
  WHERE f.role = 'destination'
),
related AS (
  SELECT destination, 'source' AS relation, source AS other, connection, time FROM event
  UNION ALL
  SELECT destination, 'address', address, connection, time FROM event WHERE address <> destination
  UNION ALL
  SELECT destination, 'name', name, connection, time FROM event WHERE name <> destination
)
SELECT destination, relation, other, COUNT(DISTINCT connection) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen, COUNT(DISTINCT CAST(time AS DATE)) AS days
FROM related
WHERE other IS NOT NULL
GROUP BY destination, relation, other
ORDER BY destination, relation, other
