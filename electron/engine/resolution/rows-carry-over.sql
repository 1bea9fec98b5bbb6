-- Rows of a version that another version of the source had, word for word, are the same records. Parameters: $inventory, $like (a version already read).
INSERT OR IGNORE INTO entity_row (inventory_id, row_no, record_no)
SELECT v.inventory_id, v.row_no, m.record_no
FROM inventory_record AS v
JOIN inventory_record AS p ON p.inventory_id = $like AND p.record_key = v.record_key AND p.body = v.body
JOIN entity_row AS m ON m.inventory_id = p.inventory_id AND m.row_no = p.row_no
WHERE v.inventory_id = $inventory
