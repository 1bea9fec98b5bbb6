-- One rejected row. Parameters: $inventory, $no, $line, $reason, $excerpt.
INSERT INTO inventory_reject (inventory_id, no, line, reason, excerpt) VALUES ($inventory, $no, $line, $reason, $excerpt)
