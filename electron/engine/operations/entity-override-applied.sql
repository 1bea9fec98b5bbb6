-- A decision that the present partition holds. Parameters: $decision.
UPDATE entity_override SET is_applied = 1 WHERE decision_id = $decision
