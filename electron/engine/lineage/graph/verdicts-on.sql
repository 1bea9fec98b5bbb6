-- Verdicts on an anomaly, newest first; none while it is put to the analyst at the desk again. Parameters: $anomaly. Columns: decision, verdict,
-- analyst, at_us, undone, in_force, anomalies (how many it is about).
SELECT t.decision_id AS decision, t.verdict, t.analyst, e.at_us, t.undone,
  EXISTS (SELECT 1 FROM verdict_current AS c WHERE c.anomaly_id = t.anomaly_id AND c.decision_id = t.decision_id) AS in_force,
  json_array_length(e.body, '$.anomalyIds') AS anomalies
FROM decision_target AS t
JOIN decision AS e ON e.id = t.decision_id
WHERE t.anomaly_id = $anomaly AND t.kind = 'verdict.record'
  AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = t.anomaly_id)
ORDER BY t.seq DESC
