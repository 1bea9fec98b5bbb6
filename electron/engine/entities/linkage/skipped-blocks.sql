-- Blocks left out because more records share their key than may be compared with each other.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: rule, records
-- Replaced: {{keys}} = SELECT 0 AS rule, record, source, source AS key, source AS seek, 1 AS crowd FROM records
SELECT k.rule, count(*) AS records
FROM ({{keys}}) AS k
WHERE k.crowd IS NOT NULL
GROUP BY k.rule, k.key
ORDER BY k.rule, records DESC
