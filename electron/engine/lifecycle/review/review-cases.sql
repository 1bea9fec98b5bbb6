-- The cases of a review in their random order. Parameters: $review. Columns: anomaly_id, candidate_rank, champion_rank, label, from_us, to_us.
SELECT i.anomaly_id, i.candidate_rank, i.champion_rank, a.label, a.from_us, a.to_us
FROM blind_review_item AS i
JOIN anomaly AS a ON a.id = i.anomaly_id
WHERE i.run_id = $review
ORDER BY i.turn
