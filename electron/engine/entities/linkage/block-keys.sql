-- The key under which one blocking rule lays each record, and the key it looks for; they differ where fields are compared crosswise.
-- Tables: records(record BIGINT, source VARCHAR)
-- Result: rule, record, source, key, seek, divide (by which a crowded block is divided)
-- Replaced: {{rule}} = 0; {{key}} = t.source; {{seek}} = t.source; {{divide}} = NULL::VARCHAR
SELECT {{rule}} AS rule, t.record, t.source, {{key}} AS key, {{seek}} AS seek, {{divide}} AS divide
FROM records AS t
WHERE {{key}} IS NOT NULL AND {{seek}} IS NOT NULL
