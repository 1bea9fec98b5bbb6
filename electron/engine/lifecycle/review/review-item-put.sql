-- Parameters: $anomaly, $review, $turn, $candidateRank and $championRank (NULL where not listed), $propensity.
INSERT INTO blind_review_item (anomaly_id, run_id, turn, candidate_rank, champion_rank, propensity)
VALUES ($anomaly, $review, $turn, $candidateRank, $championRank, $propensity)
ON CONFLICT (anomaly_id) DO NOTHING
