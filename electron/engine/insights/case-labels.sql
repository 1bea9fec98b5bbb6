-- How the subjects of anomalies are called. Parameters: $anomalies (JSON array of ids). Columns: id, label.
SELECT id, label FROM anomaly WHERE id IN (SELECT value FROM json_each($anomalies))
