-- Everything is resolved again: forgets the identifiers.
DELETE FROM entity_identifier
