-- Every anomaly with a verdict in force, with what its model saw. Parameters: $model (NULL for all).
SELECT a.id AS anomaly, a.run_id AS run, a.model, a.subject_key, a.from_us, a.to_us, a.score, a.p_value, a.body,
       r.model_version, r.dataset_version, m.manifest,
       CASE WHEN b.kind = 'audit' THEN 'audit' ELSE 'surfaced' END AS stratum, coalesce(b.propensity, 1.0) AS propensity,
       v.verdict, v.reason, v.analyst, v.at_us, v.bulk_id, v.decision_id, d.seq, d.body AS decision
FROM verdict_current AS v
JOIN anomaly AS a ON a.id = v.anomaly_id
JOIN run AS r ON r.id = a.run_id
JOIN model_version AS m ON m.id = r.model_version
JOIN decision AS d ON d.id = v.decision_id
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE $model IS NULL OR a.model = $model
ORDER BY a.model, a.subject_key, a.from_us, a.id
