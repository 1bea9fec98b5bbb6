-- An entity that is no more. Parameters: $id.
DELETE FROM entity WHERE id = $id
