-- Anomalies as they are stored, with the verdicts that signed them. Parameters: $ids (JSON array). Columns: id, run, subject_key, from_us, to_us,
-- score, p_value, body, decisions (JSON array of ids).
SELECT a.id, a.run_id AS run, a.subject_key, a.from_us, a.to_us, a.score, a.p_value, a.body,
  (
    SELECT json_group_array(t.decision_id) FROM decision_target AS t WHERE t.anomaly_id = a.id AND t.kind = 'verdict.record'
  ) AS decisions
FROM anomaly AS a
WHERE a.id IN (SELECT value FROM json_each($ids))
ORDER BY a.id
