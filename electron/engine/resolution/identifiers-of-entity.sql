-- Identifiers of an entity, record by record. Parameters: $entity.
SELECT k.identifier, k.family, k.weight, k.exclusive, r.id AS record, r.spans, g.reason
FROM entity_record AS r JOIN entity_identifier AS k ON k.record_no = r.no
LEFT JOIN entity_generic AS g ON g.type = r.type AND g.identifier = k.identifier
WHERE r.entity_id = $entity
ORDER BY k.identifier, r.id
