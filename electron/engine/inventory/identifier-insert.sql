-- One key of a row. Parameters: $identifier, $inventory, $row.
INSERT INTO inventory_identifier (identifier, inventory_id, row_no) VALUES ($identifier, $inventory, $row)
