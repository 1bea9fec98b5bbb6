-- Anomalies of some runs ($runs, JSON array of ids) with all that a verdict does not change about their place in the queue, in no order.
-- Columns: id, run, model, place (in its run's share of the queue), tie (breaks one between places; of the blind sample no p-value does), is_last (its score
-- is not to be trusted), weight (divides its place), health (NULL where none was kept), q (NULL for an audit item), label, reasons.
SELECT
  a.id, a.run_id AS run, a.model, coalesce(p.place, a.rank) AS place,
  CASE WHEN b.anomaly_id IS NULL THEN a.p_value ELSE 2.0 END AS tie,
  coalesce(h.state = 'suppressed', 0) AS is_last, coalesce(h.weight, 1.0) AS weight, h.state AS health,
  CASE WHEN b.kind IS NOT 'audit' THEN a.q_value END AS q,
  a.label, a.reasons
FROM anomaly AS a
LEFT JOIN anomaly_place AS p ON p.anomaly_id = a.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = a.id
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE a.run_id IN (SELECT value FROM json_each($runs))
