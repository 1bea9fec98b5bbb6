-- Judged cases of the blind sample, those of the newest runs first. Parameters: $model (NULL for all); $since and $until bound when the verdict was
-- given (NULL where unbounded, $until exclusive).
-- Columns: id, model, label, run_id, subject_key, from_us, to_us, kind, propensity, verdict, reason, analyst, at_us, decision_id, carried_from, run (JSON).
SELECT
  a.id, a.model, a.label, a.run_id, a.subject_key, a.from_us, a.to_us, b.kind, b.propensity,
  v.verdict, v.reason, v.analyst, v.at_us, v.decision_id, q.in_force_from AS carried_from, r.body AS run
FROM blind_item AS b
JOIN anomaly AS a ON a.id = b.anomaly_id
JOIN queue_item AS q ON q.id = a.id
-- In force, whether or not whoever looks may see it.
JOIN verdict_current AS v ON v.anomaly_id = coalesce(q.in_force_from, a.id)
JOIN run AS r ON r.id = a.run_id
WHERE ($model IS NULL OR a.model = $model)
  AND ($since IS NULL OR v.at_us >= $since)
  AND ($until IS NULL OR v.at_us < $until)
ORDER BY a.model, r.rowid DESC, a.id
