-- Everything is resolved again: forgets the rows.
DELETE FROM entity_row
