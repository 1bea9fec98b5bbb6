-- A record of a row. Parameters: $inventory, $row, $record.
INSERT OR IGNORE INTO entity_row (inventory_id, row_no, record_no) VALUES ($inventory, $row, $record)
