-- Everything is resolved again: forgets the records.
DELETE FROM entity_record
