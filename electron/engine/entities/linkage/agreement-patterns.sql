-- How many of some pairs agree to which levels: one row per pattern. `l` and `r` are the two records as structs.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: c0, c1, … (levels), pairs
-- Replaced: {{pairs}} = SELECT record AS a, record AS b FROM records; {{measures}} = 0 AS near, ; {{levels}} = 0 AS c0
SELECT compared.*, count(*) AS pairs
FROM (
  SELECT {{levels}}
  FROM (
    SELECT {{measures}} l, r
    FROM ({{pairs}}) AS p
    JOIN records AS l ON l.record = p.a
    JOIN records AS r ON r.record = p.b
  ) AS measured
) AS compared
GROUP BY ALL
ORDER BY ALL
