-- Pairs with their levels, the shares of the values they agree on, and their match weight in bits, those that reach a floor. `l` and `r` are the two records as structs.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: a, b, rule, c0, c1, … (levels), s0, s1, … (shares), weight
-- Replaced: {{pairs}} = SELECT record AS a, record AS b, 0 AS rule FROM records; {{measures}} = 0 AS near, ; {{levels}} = 0 AS c0; {{terms}} = SELECT 0 AS field, '' AS value, 1e0 AS share; {{joins}} = LEFT JOIN terms AS t0 ON t0.field = 0 AND t0.value = l.source; {{shares}} = t0.share AS s0; {{weight}} = 0e0; {{floor}} = 0e0
WITH terms AS MATERIALIZED ({{terms}}),
compared AS (
  SELECT a, b, rule, {{levels}}, {{shares}}
  FROM (
    SELECT {{measures}} p.a, p.b, p.rule, l, r
    FROM ({{pairs}}) AS p
    JOIN records AS l ON l.record = p.a
    JOIN records AS r ON r.record = p.b
  ) AS measured
  {{joins}}
),
weighed AS (SELECT *, {{weight}} AS weight FROM compared)
SELECT * FROM weighed WHERE weight >= {{floor}} ORDER BY a, b
