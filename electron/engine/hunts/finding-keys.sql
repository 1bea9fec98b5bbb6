-- What makes anomalies the same finding whichever run surfaced them. Parameters: $anomalies (JSON array of ids).
SELECT id, model, subject_key, from_us, to_us FROM anomaly WHERE id IN (SELECT value FROM json_each($anomalies))
