-- An identifier that tells who it is again. Parameters: $type, $identifier.
DELETE FROM entity_generic WHERE type = $type AND identifier = $identifier
