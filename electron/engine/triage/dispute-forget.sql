-- Parameters: $anomalies (JSON array of ids).
DELETE FROM verdict_dispute WHERE anomaly_id IN (SELECT value FROM json_each($anomalies))
