-- The anomalies of some runs, with their places and how they were drawn. Parameters: $runs (JSON array of ids). Columns as anomaly, anomaly_place, blind_item.
SELECT
  a.id, a.run_id, a.rank, a.model, a.subject_key, a.label, a.from_us, a.to_us, a.score, a.p_value, a.q_value, a.body,
  p.place, b.kind, b.pool, b.sample, b.propensity
FROM anomaly AS a
LEFT JOIN anomaly_place AS p ON p.anomaly_id = a.id
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE a.run_id IN (SELECT value FROM json_each($runs))
ORDER BY a.run_id, a.rank, a.id
