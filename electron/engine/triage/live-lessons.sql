-- Verdicts in force on a model's anomalies, in the order they were given. Parameters: $model. Columns: id, verdict, bulk_id, confidence.
-- The body of a decision on many is read once, not for each of them.
WITH given AS MATERIALIZED (
  SELECT id, seq, json_extract(body, '$.confidence') AS confidence
  FROM decision
  WHERE id IN (SELECT decision_id FROM verdict_current)
)
SELECT a.id, v.verdict, v.bulk_id, d.confidence
FROM verdict_current AS v
JOIN anomaly AS a ON a.id = v.anomaly_id
JOIN given AS d ON d.id = v.decision_id
WHERE a.model = $model
ORDER BY d.seq, a.rank, a.id
