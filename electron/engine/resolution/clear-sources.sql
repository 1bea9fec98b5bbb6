-- Everything is resolved again: forgets the sources.
DELETE FROM entity_source
