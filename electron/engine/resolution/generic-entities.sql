-- Entities of a type that bear an identifier, the first twenty by name. Parameters: $type, $identifier.
SELECT DISTINCT e.id, e.type, e.label
FROM entity_identifier AS k JOIN entity_record AS r ON r.no = k.record_no JOIN entity AS e ON e.id = r.entity_id
WHERE k.identifier = $identifier AND r.type = $type
ORDER BY e.label, e.id LIMIT 20
