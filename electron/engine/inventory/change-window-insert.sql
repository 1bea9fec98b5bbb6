-- When a change was to happen. Parameters: $inventory, $row, $from, $to (exclusive).
INSERT INTO change_window (inventory_id, row_no, from_us, to_us) VALUES ($inventory, $row, $from, $to)
