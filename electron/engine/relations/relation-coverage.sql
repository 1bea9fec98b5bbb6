-- On how many days anything could tell of a relation: what "never seen before" may rest on.
-- Table: span(from_day BIGINT, to_day BIGINT, baseline_day BIGINT), days since 1970 UTC, inclusive: the baseline ends on the day before from_day.
-- Result: type, kind (of the source), days BIGINT (with telemetry in the baseline), days_before BIGINT (with telemetry at any time before from_day), first_day, last_day
-- BIGINT. One scan of a table with a row per type, kind and day.
SELECT c.type, c.kind, COUNT(DISTINCT CASE WHEN c.day < s.from_day AND c.day >= s.baseline_day THEN c.day END) AS days,
       COUNT(DISTINCT CASE WHEN c.day < s.from_day THEN c.day END) AS days_before, CAST(MIN(c.day) AS BIGINT) AS first_day, CAST(MAX(c.day) AS BIGINT) AS last_day
FROM rel_coverage AS c CROSS JOIN span AS s
WHERE c.day <= s.to_day
GROUP BY c.type, c.kind
ORDER BY c.type, c.kind
