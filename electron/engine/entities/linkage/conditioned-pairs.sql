-- The proposed pairs that also meet their rule's condition. `l` and `r` are the two records as structs.
-- Tables: laid(rule, a, b BIGINT), records(record BIGINT, source VARCHAR)
-- Result: rule, a, b
-- Replaced: {{measures}} = 0 AS near, ; {{when}} = true
SELECT rule, a, b
FROM (
  SELECT {{measures}} laid.rule, laid.a, laid.b, l, r
  FROM laid
  JOIN records AS l ON l.record = laid.a
  JOIN records AS r ON r.record = laid.b
) AS measured
WHERE {{when}}
