-- A decision that was taken back. Parameters: $decision.
UPDATE entity_override SET is_undone = 1 WHERE decision_id = $decision
