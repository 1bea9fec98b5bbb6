-- When a record held, and where it was said last. Parameters: $no, $spans (JSON), $inventory, $row.
UPDATE entity_record SET spans = $spans, inventory_id = $inventory, row_no = $row WHERE no = $no
