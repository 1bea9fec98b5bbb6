-- Judged cases of the blind sample, those of the newest runs first. Parameters: $model (NULL for all); $since and $until bound when the verdict was
-- given (NULL where unbounded, $until exclusive).
-- Columns: id, model, label, run_id, subject_key, from_us, to_us, kind, propensity, verdict, reason, analyst, at_us, decision_id, carried_from, run (JSON).
SELECT
  a.id, a.model, a.label, a.run_id, a.subject_key, a.from_us, a.to_us, b.kind, b.propensity,
  q.verdict, q.reason, q.analyst, q.at_us, q.decision_id, q.carried_from, r.body AS run
FROM blind_item AS b
JOIN anomaly AS a ON a.id = b.anomaly_id
JOIN queue_item AS q ON q.id = a.id
JOIN run AS r ON r.id = a.run_id
WHERE q.verdict IS NOT NULL
  AND ($model IS NULL OR a.model = $model)
  AND ($since IS NULL OR q.at_us >= $since)
  AND ($until IS NULL OR q.at_us < $until)
ORDER BY a.model, r.rowid DESC, a.id
