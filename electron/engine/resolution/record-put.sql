-- A record that was never seen before. Parameters: $id, $row, $type, $kind, $source, $key, $label, $detail.
INSERT INTO entity_record (id, row_id, type, kind, source, record_key, label, detail, spans, inventory_id, row_no, entity_id)
VALUES ($id, $row, $type, $kind, $source, $key, $label, $detail, '', '', 0, '')
RETURNING no
