-- One page of the things one thing has to do with, those never seen before the span first, then those seen on the fewest days.
-- Tables: wanted(id VARCHAR), span(from_day BIGINT, to_day BIGINT), days since 1970 UTC, both inclusive,
-- page(way VARCHAR, type VARCHAR, kind VARCHAR, skip BIGINT, take BIGINT), where NULL asks for any way, type or kind.
-- Result: total BIGINT (of all pages), way, type, key, kind, label, n, days, bytes, failures (in the span), days_before BIGINT, first_seen, last_seen TIMESTAMP.
-- first_seen is the first ever. Reads the rows of the wanted things, and of the others only those on the page.
WITH thing AS (
  SELECT CAST(id AS BIGINT) AS id FROM wanted
),
edge AS (
  SELECT 'out' AS way, r.type, r.dst_kind AS kind, r.dst AS other, r.day, r.n, r.bytes, r.failures, r.first_seen, r.last_seen
  FROM rel_day AS r JOIN thing AS t ON t.id = r.src
  UNION ALL
  SELECT 'in', r.type, r.src_kind, r.src, r.day, r.n, r.bytes, r.failures, r.first_seen, r.last_seen FROM rel_day_in AS r JOIN thing AS t ON t.id = r.dst
),
neighbour AS (
  SELECT e.way, e.type, e.kind, e.other, MIN(e.first_seen) AS first_seen, MAX(e.last_seen) AS last_seen,
         CAST(SUM(CASE WHEN e.day >= s.from_day THEN e.n ELSE 0 END) AS BIGINT) AS n,
         CAST(SUM(CASE WHEN e.day >= s.from_day THEN e.bytes ELSE 0 END) AS BIGINT) AS bytes,
         CAST(SUM(CASE WHEN e.day >= s.from_day THEN e.failures ELSE 0 END) AS BIGINT) AS failures,
         COUNT(DISTINCT CASE WHEN e.day >= s.from_day THEN e.day END) AS days, COUNT(DISTINCT CASE WHEN e.day < s.from_day THEN e.day END) AS days_before
  FROM edge AS e CROSS JOIN span AS s CROSS JOIN page AS p
  WHERE e.day <= s.to_day AND (p.way IS NULL OR p.way = e.way) AND (p.type IS NULL OR p.type = e.type) AND (p.kind IS NULL OR p.kind = e.kind)
  GROUP BY e.way, e.type, e.kind, e.other
),
placed AS (
  SELECT b.*, COUNT(*) OVER () AS total,
         ROW_NUMBER() OVER (ORDER BY CASE WHEN days_before = 0 THEN 0 ELSE 1 END, days_before + days, n DESC, other, way, type) AS place
  FROM neighbour AS b
  WHERE n > 0
),
picked AS (
  SELECT o.* FROM placed AS o CROSS JOIN page AS p WHERE o.place > p.skip AND o.place <= p.skip + p.take
),
other_thing AS (
  SELECT n.id, MIN(n.key) AS key, MAX(n.label) AS label FROM rel_node AS n JOIN (SELECT DISTINCT other FROM picked) AS o ON o.other = n.id GROUP BY n.id
)
SELECT p.total, p.way, p.type, o.key, p.kind, o.label, p.n, p.days, p.bytes, p.failures, p.days_before, p.first_seen, p.last_seen
FROM picked AS p JOIN other_thing AS o ON o.id = p.other
ORDER BY p.place
