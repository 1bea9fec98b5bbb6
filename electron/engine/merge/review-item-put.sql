-- Parameters as the columns.
INSERT INTO blind_review_item (anomaly_id, run_id, turn, candidate_rank, champion_rank, propensity)
VALUES ($anomaly_id, $run_id, $turn, $candidate_rank, $champion_rank, $propensity)
ON CONFLICT (anomaly_id) DO NOTHING
