-- Entities of a type that rows speak of beside this one: the person behind an account, the accounts of a person. Parameters: $entity, $type.
SELECT e.id, e.label, r.spans, r.source
FROM entity_record AS o
JOIN entity_row AS m ON m.inventory_id = o.inventory_id AND m.row_no = o.row_no
JOIN entity_record AS r ON r.no = m.record_no AND r.type = $type
JOIN entity AS e ON e.id = r.entity_id
WHERE o.entity_id = $entity
GROUP BY e.id, r.no
ORDER BY e.id, r.no
