-- Second looks that are for whoever looks at the desk, among some anomalies. Parameters: $anomalies (JSON array of ids).
-- Columns: anomaly, judged (the anomaly that the verdict was given on), decision.
SELECT q.id AS anomaly, q.look_anomaly AS judged, q.look_at AS decision
FROM queue_item AS q
WHERE q.id IN (SELECT value FROM json_each($anomalies)) AND q.look_at IS NOT NULL
ORDER BY q.id
