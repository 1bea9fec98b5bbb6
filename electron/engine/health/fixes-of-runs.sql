-- The gates that stand in the way of the anomalies of some runs that nobody has judged. Parameters: $runs (JSON array of ids).
-- Result: anomaly, gates (JSON).
SELECT h.anomaly_id AS anomaly, h.gates
FROM anomaly_health AS h
JOIN anomaly AS a ON a.id = h.anomaly_id
WHERE a.run_id IN (SELECT value FROM json_each($runs)) AND h.state <> 'actionable'
  AND NOT EXISTS (SELECT 1 FROM verdict_current AS v WHERE v.anomaly_id = a.id)
ORDER BY h.anomaly_id
