-- The entity of a type that a row of a version speaks of. Parameters: $inventory, $row, $type. Result: id, label.
SELECT e.id, e.label
FROM entity_row AS m JOIN entity_record AS r ON r.no = m.record_no JOIN entity AS e ON e.id = r.entity_id
WHERE m.inventory_id = $inventory AND m.row_no = $row AND r.type = $type
ORDER BY e.id
