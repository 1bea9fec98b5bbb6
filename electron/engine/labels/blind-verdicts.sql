-- Judged cases of the blind sample, those of the newest runs first. Parameters: $model (NULL for all).
-- Columns: model, run_id, subject_key, from_us, to_us, kind, propensity, verdict, carried_from, run (JSON).
SELECT a.model, a.run_id, a.subject_key, a.from_us, a.to_us, b.kind, b.propensity, q.verdict, q.carried_from, r.body AS run
FROM blind_item AS b
JOIN anomaly AS a ON a.id = b.anomaly_id
JOIN queue_item AS q ON q.id = a.id
JOIN run AS r ON r.id = a.run_id
WHERE q.verdict IS NOT NULL AND ($model IS NULL OR a.model = $model)
ORDER BY a.model, r.rowid DESC, a.id
