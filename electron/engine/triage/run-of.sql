-- The run an anomaly belongs to. Parameters: $anomaly. Columns: id, body.
SELECT r.id, r.body FROM anomaly AS a JOIN run AS r ON r.id = a.run_id WHERE a.id = $anomaly
