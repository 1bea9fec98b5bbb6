-- Verdicts in force on a model's anomalies, in the order they were given. Parameters: $model.
SELECT a.id, a.run_id, json_extract(a.body, '$.features') AS features, v.verdict, v.bulk_id, json_extract(d.body, '$.confidence') AS confidence
FROM verdict_current AS v
JOIN anomaly AS a ON a.id = v.anomaly_id
JOIN decision AS d ON d.id = v.decision_id
WHERE a.model = $model
ORDER BY d.seq, a.rank, a.id
