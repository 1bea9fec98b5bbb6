-- Parameters: $decision, $review, $analyst.
INSERT INTO blind_review_end (decision_id, run_id, analyst) VALUES ($decision, $review, $analyst)
ON CONFLICT (decision_id) DO UPDATE SET undone = 0
