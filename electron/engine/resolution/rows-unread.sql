-- Rows of a version without records. Parameters: $inventory.
SELECT r.row_no, r.record_key, r.body
FROM inventory_record AS r
WHERE r.inventory_id = $inventory
  AND NOT EXISTS (SELECT 1 FROM entity_row AS m WHERE m.inventory_id = r.inventory_id AND m.row_no = r.row_no)
ORDER BY r.row_no
