-- Rows of the versions of a kind that are in use at a moment. Parameters: $kind, $at.
-- Result: inventory, row_no, updated_us.
SELECT r.inventory_id AS inventory, r.row_no, r.updated_us
FROM inventory_record AS r JOIN inventory AS i ON i.id = r.inventory_id
WHERE i.kind = $kind AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
ORDER BY r.inventory_id, r.row_no
