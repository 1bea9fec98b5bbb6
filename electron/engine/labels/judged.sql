-- Every anomaly with a verdict in force, with what its model saw; where analysts differ each of their verdicts, none being in force.
-- Parameters: $model (NULL for all).
WITH judged AS (
  SELECT anomaly_id, decision_id, verdict, reason, analyst, at_us, bulk_id, 0 AS is_disputed FROM verdict_current
  UNION ALL
  SELECT f.anomaly_id, f.decision_id, f.verdict, e.body ->> '$.reason', f.analyst, e.at_us, e.body ->> '$.bulkId', 1
  FROM verdict_dispute AS x
  JOIN verdict_front AS f ON f.anomaly_id = x.anomaly_id
  JOIN decision AS e ON e.id = f.decision_id
)
SELECT a.id AS anomaly, a.run_id AS run, a.model, a.subject_key, a.from_us, a.to_us, a.score, a.p_value, a.body,
       r.model_version, r.dataset_version, m.manifest,
       CASE WHEN b.kind = 'audit' THEN 'audit' WHEN i.anomaly_id IS NOT NULL THEN 'review' ELSE 'surfaced' END AS stratum,
       coalesce(b.propensity, i.propensity, 1.0) AS propensity,
       v.verdict, v.reason, v.analyst, v.at_us, v.bulk_id, v.decision_id, v.is_disputed, d.seq, d.body AS decision
FROM judged AS v
JOIN anomaly AS a ON a.id = v.anomaly_id
JOIN run AS r ON r.id = a.run_id
JOIN model_version AS m ON m.id = r.model_version
JOIN decision AS d ON d.id = v.decision_id
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
LEFT JOIN blind_review_item AS i ON i.anomaly_id = a.id
WHERE $model IS NULL OR a.model = $model
ORDER BY a.model, a.subject_key, a.from_us, a.id, d.seq
