-- What a run surfaced, by rank. Parameters: $run. Columns: id, label, model.
SELECT a.id, a.label, a.model FROM anomaly AS a WHERE a.run_id = $run ORDER BY a.rank, a.id
