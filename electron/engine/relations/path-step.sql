-- Everything that a set of things has to do with in a span of days, rarest relations first: one step of a search for paths.
-- Tables: wanted(id VARCHAR), span(from_day BIGINT, to_day BIGINT), days since 1970 UTC, both inclusive; types(type VARCHAR), none for all;
-- page(take BIGINT).
-- Result: src, dst (ids in text), type, src_kind, dst_kind, n BIGINT, days BIGINT, first_seen, last_seen TIMESTAMP. Reads the rows of the wanted things alone.
WITH thing AS (
  SELECT CAST(id AS BIGINT) AS id FROM wanted
),
edge AS (
  SELECT r.src, r.dst, r.type, r.src_kind, r.dst_kind, r.day, r.n, r.first_seen, r.last_seen FROM rel_day AS r JOIN thing AS t ON t.id = r.src
  UNION ALL
  SELECT r.src, r.dst, r.type, r.src_kind, r.dst_kind, r.day, r.n, r.first_seen, r.last_seen
  FROM rel_day_in AS r JOIN thing AS t ON t.id = r.dst LEFT JOIN thing AS both_ends ON both_ends.id = r.src
  WHERE both_ends.id IS NULL
),
chosen AS (
  SELECT e.* FROM edge AS e CROSS JOIN span AS s LEFT JOIN types AS y ON y.type = e.type
  WHERE e.day >= s.from_day AND e.day <= s.to_day AND e.src <> e.dst AND (y.type IS NOT NULL OR (SELECT COUNT(*) FROM types) = 0)
),
relation AS (
  SELECT src, dst, type, src_kind, dst_kind, CAST(SUM(n) AS BIGINT) AS n, COUNT(DISTINCT day) AS days, MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen
  FROM chosen
  GROUP BY src, dst, type, src_kind, dst_kind
),
placed AS (
  SELECT relation.*, ROW_NUMBER() OVER (ORDER BY days, n, src, dst, type) AS place FROM relation
)
SELECT CAST(p.src AS VARCHAR) AS src, CAST(p.dst AS VARCHAR) AS dst, p.type, p.src_kind, p.dst_kind, p.n, p.days, p.first_seen, p.last_seen
FROM placed AS p CROSS JOIN page AS g
WHERE p.place <= g.take
ORDER BY p.place
