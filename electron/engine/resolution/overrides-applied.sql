-- Marks every decision as held by the partition just made.
UPDATE entity_override SET is_applied = 1 - is_undone
