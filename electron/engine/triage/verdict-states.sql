-- The verdicts in force for $anomalies (JSON array of ids).
SELECT anomaly_id, decision_id, verdict, reason, note, analyst, at_us, bulk_id
FROM verdict_current
WHERE anomaly_id IN (SELECT value FROM json_each($anomalies))
