-- The share of each value among the records that have one.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: field, value, share
-- Replaced: {{no}} = 0; {{field}} = t.source
SELECT {{no}} AS field, {{field}} AS value, count(*)::DOUBLE / sum(count(*)) OVER () AS share
FROM records AS t
WHERE {{field}} IS NOT NULL
GROUP BY {{field}}
