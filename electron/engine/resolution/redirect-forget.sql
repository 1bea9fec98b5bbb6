-- An id that is an entity's again. Parameters: $id.
DELETE FROM entity_redirect WHERE old_id = $id
