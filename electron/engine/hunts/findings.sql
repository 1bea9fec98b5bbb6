-- What the given runs surfaced ($runs, JSON array of ids), or else the given anomalies ($anomalies, JSON array of ids), as candidates and
-- hunts see them. A run did not surface what it put in by lot, which is told of once that is judged. The headline is told of what has a p-value to show.
SELECT
  q.id, q.run_id, q.model, a.subject_key, q.label, q.from_us, q.to_us, q.p_value, q.verdict, q.subject,
  coalesce(h.state = 'suppressed', 0) AS is_suppressed,
  json_extract(q.body, '$.headline') AS headline,
  (SELECT json_group_array(e.entity) FROM anomaly_entity AS e WHERE e.anomaly_id = q.id) AS entities
FROM queue_item AS q
JOIN anomaly AS a ON a.id = q.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
WHERE (q.run_id IN (SELECT value FROM json_each($runs)) AND q.blind_kind IS NOT 'audit') OR q.id IN (SELECT value FROM json_each($anomalies))
ORDER BY q.id
