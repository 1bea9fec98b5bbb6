-- Where an id leads. Parameters: $id.
SELECT new_id FROM entity_redirect WHERE old_id = $id
