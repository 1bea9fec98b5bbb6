-- One row of an inventory. Parameters: $inventory, $row, $body (JSON object by field name).
INSERT INTO inventory_record (inventory_id, row_no, body) VALUES ($inventory, $row, $body)
