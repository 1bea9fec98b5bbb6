-- Subjects of a model confirmed as malicious, once each however often they were scored. Parameters: $model.
SELECT min(a.id) AS id, a.subject_key, a.from_us
FROM verdict_current AS v
JOIN anomaly AS a ON a.id = v.anomaly_id
WHERE a.model = $model AND v.verdict = 'malicious'
GROUP BY a.subject_key, a.from_us
