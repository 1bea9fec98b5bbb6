-- How many things one thing has to do with, by kind: what is asked before any is named.
-- Tables: wanted(id VARCHAR), span(from_day BIGINT, to_day BIGINT), days since 1970 UTC, both inclusive.
-- Result: way ('out' | 'in'), type, kind (of the others), others BIGINT, n BIGINT, new_others BIGINT (never before from_day), first_seen, last_seen
-- TIMESTAMP (up to the end of the span). Reads the rows of the wanted things alone.
WITH thing AS (
  SELECT CAST(id AS BIGINT) AS id FROM wanted
),
edge AS (
  SELECT 'out' AS way, r.type, r.dst_kind AS kind, r.dst AS other, r.day, r.n, r.first_seen, r.last_seen FROM rel_day AS r JOIN thing AS t ON t.id = r.src
  UNION ALL
  SELECT 'in', r.type, r.src_kind, r.src, r.day, r.n, r.first_seen, r.last_seen FROM rel_day_in AS r JOIN thing AS t ON t.id = r.dst
),
neighbour AS (
  SELECT e.way, e.type, e.kind, e.other, MIN(e.day) AS first_day, MIN(s.from_day) AS from_day, MIN(e.first_seen) AS first_seen, MAX(e.last_seen) AS last_seen,
         SUM(CASE WHEN e.day >= s.from_day THEN e.n ELSE 0 END) AS n
  FROM edge AS e CROSS JOIN span AS s
  WHERE e.day <= s.to_day
  GROUP BY e.way, e.type, e.kind, e.other
)
SELECT way, type, kind, COUNT(*) AS others, CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(CASE WHEN first_day >= from_day THEN 1 ELSE 0 END) AS BIGINT) AS new_others,
       MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen
FROM neighbour
WHERE n > 0
GROUP BY way, type, kind
ORDER BY way, type, kind
