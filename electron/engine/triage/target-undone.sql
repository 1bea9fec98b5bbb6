-- A decision that was taken back. Parameters: $decision.
UPDATE decision_target SET undone = 1 WHERE decision_id = $decision
