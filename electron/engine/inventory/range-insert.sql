-- An address range a row covers. Parameters: $inventory, $row, $lo, $hi, $prefix.
INSERT INTO inventory_range (inventory_id, row_no, lo, hi, prefix) VALUES ($inventory, $row, $lo, $hi, $prefix)
