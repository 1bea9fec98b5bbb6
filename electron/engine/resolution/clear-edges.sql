-- Everything is resolved again: forgets the edges.
DELETE FROM entity_edge
