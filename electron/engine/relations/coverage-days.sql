-- On which days anything could tell of a relation: what "never seen before" may rest on.
-- Result: type, kind (of the source), day BIGINT (since 1970 UTC). One scan of a table with a row per type, kind and day.
SELECT type, kind, CAST(day AS BIGINT) AS day FROM rel_coverage GROUP BY type, kind, day ORDER BY type, kind, day
