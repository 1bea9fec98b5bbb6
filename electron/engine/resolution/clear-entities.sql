-- Everything is resolved again: forgets the entities.
DELETE FROM entity
