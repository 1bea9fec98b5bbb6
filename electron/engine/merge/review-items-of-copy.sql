-- The cases of blind reviews that are brought. Parameters: $runs (JSON array of ids). Columns as blind_review_item.
SELECT anomaly_id, run_id, turn, candidate_rank, champion_rank, propensity
FROM blind_review_item
WHERE run_id IN (SELECT value FROM json_each($runs))
ORDER BY run_id, turn
