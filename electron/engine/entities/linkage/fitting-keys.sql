-- Blocking keys with crowded blocks divided; `crowd` is the number of records under a key that is still too crowded to compare, else NULL.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: rule, record, source, key, seek, crowd
-- Replaced: {{cap}} = 2000; {{keys}} = SELECT 0 AS rule, record, source, source AS key, source AS seek, source AS divide FROM records
WITH laid AS ({{keys}}),
crowded AS (SELECT rule, key FROM laid GROUP BY rule, key HAVING count(*) > {{cap}}),
divided AS (
  SELECT
    k.rule,
    k.record,
    k.source,
    CASE WHEN own.key IS NULL OR k.divide IS NULL THEN k.key ELSE k.key || chr(30) || k.divide END AS key,
    CASE WHEN sought.key IS NULL OR k.divide IS NULL THEN k.seek ELSE k.seek || chr(30) || k.divide END AS seek
  FROM laid AS k
  LEFT JOIN crowded AS own ON own.rule = k.rule AND own.key = k.key
  LEFT JOIN crowded AS sought ON sought.rule = k.rule AND sought.key = k.seek
),
still AS (SELECT rule, key, count(*) AS crowd FROM divided GROUP BY rule, key HAVING count(*) > {{cap}})
SELECT d.rule, d.record, d.source, d.key, d.seek, coalesce(own.crowd, sought.crowd) AS crowd
FROM divided AS d
LEFT JOIN still AS own ON own.rule = d.rule AND own.key = d.key
LEFT JOIN still AS sought ON sought.rule = d.rule AND sought.key = d.seek
