-- What a judge is looking at. Parameters: $anomalies (JSON array of ids).
-- Columns: id, run_id, model_version, score, p_value, body; blind_kind and propensity when these are withheld from the judge, else NULL.
SELECT a.id, a.run_id, r.model_version, a.score, a.p_value, a.body, b.kind AS blind_kind, b.propensity
FROM anomaly AS a
JOIN run AS r ON r.id = a.run_id
LEFT JOIN queue_item AS q ON q.id = a.id AND q.is_blind AND q.blind_kind IS NULL
LEFT JOIN blind_item AS b ON b.anomaly_id = q.id
WHERE a.id IN (SELECT value FROM json_each($anomalies))
ORDER BY a.id
