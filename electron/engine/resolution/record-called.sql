-- A record by its id or its row's. Parameters: $id.
SELECT id, row_id, label, type, entity_id FROM entity_record WHERE id = $id OR row_id = $id ORDER BY no DESC
