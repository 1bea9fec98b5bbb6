-- Records of an entity with what they said last. Parameters: $entity.
SELECT e.no, e.id, e.row_id, e.type, e.kind, e.source, e.record_key, e.label, e.spans, e.inventory_id, e.row_no, i.file, r.body
FROM entity_record AS e
JOIN inventory AS i ON i.id = e.inventory_id
JOIN inventory_record AS r ON r.inventory_id = e.inventory_id AND r.row_no = e.row_no
WHERE e.entity_id = $entity
ORDER BY e.kind, e.source, e.record_key, e.id
