-- What an entity is called. Parameters: $id.
SELECT label, anchor_id FROM entity WHERE id = $id
