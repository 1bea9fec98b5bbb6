-- Marks every proposal as held by the partition just made.
UPDATE entity_proposal SET is_applied = 1 WHERE is_applied = 0
