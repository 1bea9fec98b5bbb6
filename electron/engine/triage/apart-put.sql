-- A verdict was given without sight of the others' earlier ones on some of its anomalies. Parameters: $anomalies (JSON array of ids), $decision.
INSERT OR IGNORE INTO verdict_apart (anomaly_id, earlier_id, later_id)
SELECT t.anomaly_id, t.decision_id, me.decision_id
FROM json_each($anomalies) AS wanted
JOIN decision_target AS me ON me.anomaly_id = wanted.value AND me.decision_id = $decision
JOIN decision_target AS t ON t.anomaly_id = me.anomaly_id AND t.kind = 'verdict.record' AND t.seq < me.seq AND t.analyst <> me.analyst
