-- Anomalies by id, with what their model saw. Parameters: $ids (JSON array). Columns: id, subject_key, from_us, to_us, body.
SELECT id, subject_key, from_us, to_us, body
FROM anomaly
WHERE id IN (SELECT value FROM json_each($ids))
ORDER BY id
