-- One key of a row. Parameters: $identifier, $inventory, $row, $from, $to (microseconds or NULL for always).
INSERT INTO inventory_identifier (identifier, inventory_id, row_no, t_from_us, t_to_us) VALUES ($identifier, $inventory, $row, $from, $to)
