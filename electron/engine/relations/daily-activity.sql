-- What some things did on each day, together, by way, type of relation and kind of the others.
-- Tables: wanted(id VARCHAR), span(from_day BIGINT, to_day BIGINT), days since 1970 UTC, both inclusive.
-- Result: way ('out' | 'in'), type, kind (of the others), day, n, others, new_others (never met before that day), bytes, failures. Days
-- without any have no row. Reads the rows of the wanted things alone.
WITH thing AS (
  SELECT CAST(id AS BIGINT) AS id FROM wanted
),
edge AS (
  SELECT 'out' AS way, r.type, r.dst_kind AS kind, r.dst AS other, r.day, r.n, r.bytes, r.failures FROM rel_day AS r JOIN thing AS t ON t.id = r.src
  UNION ALL
  SELECT 'in', r.type, r.src_kind, r.src, r.day, r.n, r.bytes, r.failures FROM rel_day_in AS r JOIN thing AS t ON t.id = r.dst
),
met AS (
  SELECT e.way, e.type, e.other, MIN(e.day) AS day FROM edge AS e GROUP BY e.way, e.type, e.other
)
SELECT e.way, e.type, e.kind, CAST(e.day AS BIGINT) AS day, CAST(SUM(e.n) AS BIGINT) AS n, COUNT(DISTINCT e.other) AS others,
       COUNT(DISTINCT CASE WHEN m.day = e.day THEN e.other END) AS new_others, CAST(SUM(e.bytes) AS BIGINT) AS bytes, CAST(SUM(e.failures) AS BIGINT) AS failures
FROM edge AS e JOIN met AS m ON m.way = e.way AND m.type = e.type AND m.other = e.other CROSS JOIN span AS s
WHERE e.day >= s.from_day AND e.day <= s.to_day
GROUP BY e.way, e.type, e.kind, e.day
ORDER BY e.way, e.type, e.kind, e.day
