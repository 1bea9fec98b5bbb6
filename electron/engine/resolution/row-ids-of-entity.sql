-- Rows of an entity, whatever their content. Parameters: $entity. Result: id.
SELECT DISTINCT row_id AS id FROM entity_record WHERE entity_id = $entity ORDER BY id
