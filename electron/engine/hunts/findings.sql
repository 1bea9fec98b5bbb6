-- What no decision changes about some anomalies ($anomalies, JSON array of ids), as candidates and hunts see them. Columns: id, run_id, model, subject_key,
-- label, from_us, to_us, p_value, subject (JSON), is_suppressed (not to be trusted), headline, entities (JSON array of keys).
SELECT
  a.id, a.run_id, a.model, a.subject_key, a.label, a.from_us, a.to_us, a.p_value,
  json_extract(a.body, '$.subject') AS subject,
  coalesce(h.state = 'suppressed', 0) AS is_suppressed,
  json_extract(a.body, '$.headline') AS headline,
  (SELECT json_group_array(e.entity) FROM anomaly_entity AS e WHERE e.anomaly_id = a.id) AS entities
FROM anomaly AS a
LEFT JOIN anomaly_health AS h ON h.anomaly_id = a.id
WHERE a.id IN (SELECT value FROM json_each($anomalies))
ORDER BY a.id
