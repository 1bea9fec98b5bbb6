-- Everything is resolved again: forgets the generics.
DELETE FROM entity_generic
