-- The run that surfaced an anomaly. Parameters: $id. Columns: run_id, label.
SELECT run_id, label FROM anomaly WHERE id = $id
