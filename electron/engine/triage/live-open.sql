-- Ranks of a run's anomalies that nobody has judged. Parameters: $run.
SELECT id, run_rank AS rank FROM queue_item WHERE run_id = $run AND verdict IS NULL ORDER BY run_rank
