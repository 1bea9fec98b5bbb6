-- Those of some anomalies whose verdicts differ. Parameters: $anomalies (JSON array of ids). Columns: anomaly_id.
SELECT anomaly_id FROM verdict_dispute WHERE anomaly_id IN (SELECT value FROM json_each($anomalies)) ORDER BY anomaly_id
