-- Verdicts that an analyst is to look at a second time, in the order of their ids, which are hashes. Parameters: $analyst, $anomalies (JSON array of ids, or NULL for all).
-- Columns: anomaly, judged, decision.
SELECT s.anomaly_id AS anomaly, s.anomaly_id AS judged, s.decision_id AS decision
FROM second_look AS s
WHERE s.analyst <> $analyst
  AND ($anomalies IS NULL OR s.anomaly_id IN (SELECT value FROM json_each($anomalies)))
  AND NOT EXISTS (
    SELECT 1
    FROM decision_target AS o
    WHERE o.anomaly_id = s.anomaly_id AND o.kind = 'verdict.record' AND o.undone = 0 AND o.analyst = $analyst
  )
ORDER BY s.decision_id, s.anomaly_id
