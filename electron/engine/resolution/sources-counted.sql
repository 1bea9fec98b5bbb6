-- The versions that were read, with how many records each has. Result: id, kind, source, records.
SELECT s.inventory_id AS id, s.kind, s.source, (SELECT count(DISTINCT m.record_no) FROM entity_row AS m WHERE m.inventory_id = s.inventory_id) AS records
FROM entity_source AS s
ORDER BY s.kind, s.source, s.inventory_id
