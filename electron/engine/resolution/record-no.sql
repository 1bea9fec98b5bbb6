-- The number of a record. Parameters: $id.
SELECT no FROM entity_record WHERE id = $id
