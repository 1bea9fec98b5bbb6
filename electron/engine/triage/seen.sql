-- What a judge is looking at. Parameters: $anomalies (JSON array of ids). Columns: id, run_id, model_version, score, p_value, body.
SELECT a.id, a.run_id, r.model_version, a.score, a.p_value, a.body
FROM anomaly AS a JOIN run AS r ON r.id = a.run_id
WHERE a.id IN (SELECT value FROM json_each($anomalies))
ORDER BY a.id
