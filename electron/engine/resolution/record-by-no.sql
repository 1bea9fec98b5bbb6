-- A record. Parameters: $no.
SELECT no, id, row_id, type, kind, source, record_key, label, detail, spans, inventory_id, row_no, entity_id FROM entity_record WHERE no = $no
