-- Parameters: $undone, $decision.
UPDATE decision_target SET undone = $undone WHERE decision_id = $decision
