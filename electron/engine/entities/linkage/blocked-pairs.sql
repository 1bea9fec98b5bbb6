-- Pairs of records that at least one blocking rule proposes, each once, with the first rule that does. `l` and `r` are the two records as structs.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: a, b, rule
-- Replaced: {{keys}} = SELECT 0 AS rule, record, source, source AS key, source AS seek, NULL::BIGINT AS crowd FROM records; {{eligible}} = l.record < r.record; {{proposed}} = SELECT * FROM laid
-- Cost: the sum over blocks of the square of their size, which the cap bounds.
WITH fitting AS MATERIALIZED (SELECT * FROM ({{keys}}) AS k WHERE k.crowd IS NULL),
laid AS (
  SELECT l.rule, l.record AS a, r.record AS b
  FROM fitting AS l
  JOIN fitting AS r ON r.rule = l.rule AND r.key = l.seek AND {{eligible}}
)
SELECT a, b, min(rule) AS rule
FROM ({{proposed}}) AS proposed
GROUP BY a, b
