-- When things were first and last part of any relation.
-- Table: wanted(id VARCHAR).
-- Result: key, label, kind, first_seen, last_seen TIMESTAMP; things never seen have no row.
WITH thing AS (
  SELECT CAST(id AS BIGINT) AS id FROM wanted
),
seen AS (
  SELECT r.src AS id, r.first_seen, r.last_seen FROM rel_day AS r JOIN thing AS t ON t.id = r.src
  UNION ALL
  SELECT r.dst, r.first_seen, r.last_seen FROM rel_day_in AS r JOIN thing AS t ON t.id = r.dst
),
span_of AS (
  SELECT id, MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen FROM seen GROUP BY id
)
SELECT MIN(n.key) AS key, MAX(n.label) AS label, MIN(n.kind) AS kind, MIN(s.first_seen) AS first_seen, MAX(s.last_seen) AS last_seen
FROM span_of AS s JOIN rel_node AS n ON n.id = s.id
GROUP BY s.id
ORDER BY 1
