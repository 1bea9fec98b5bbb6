-- Entities and records by type. Result: type, entities, records, merged.
SELECT type, count(*) AS entities, sum(records) AS records, sum(records > 1) AS merged FROM entity GROUP BY type ORDER BY type
