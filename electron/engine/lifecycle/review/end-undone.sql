-- Parameters: $decision.
UPDATE blind_review_end SET undone = 1 WHERE decision_id = $decision
