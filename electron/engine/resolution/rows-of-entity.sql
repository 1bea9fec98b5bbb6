-- Inventory rows of an entity in use at a moment, newest export first. Parameters: $entity, $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, NULL AS t_from_us, NULL AS t_to_us, i.imported_at_us
FROM entity_record AS e
JOIN entity_row AS m ON m.record_no = e.no
JOIN inventory AS i ON i.id = m.inventory_id
JOIN inventory_record AS r ON r.inventory_id = m.inventory_id AND r.row_no = m.row_no
WHERE e.entity_id = $entity AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
ORDER BY i.as_of_us DESC, i.imported_at_us DESC, i.id, r.row_no
