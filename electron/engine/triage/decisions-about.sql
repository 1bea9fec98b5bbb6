-- Verdicts and notes about one anomaly, oldest first. Parameters: $anomaly.
SELECT t.kind, t.undone, d.id, d.actor, d.at_us, d.body
FROM decision_target AS t
JOIN decision AS d ON d.id = t.decision_id
WHERE t.anomaly_id = $anomaly
ORDER BY t.seq
