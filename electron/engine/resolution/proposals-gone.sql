-- Proposals that linkage no longer makes and the partition no longer holds.
DELETE FROM entity_proposal WHERE is_gone = 1
