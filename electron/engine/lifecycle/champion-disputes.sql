-- Cases of a version that analysts differ about. Parameters: $version. Columns: n.
SELECT count(*) AS n
FROM verdict_dispute AS x
JOIN anomaly AS a ON a.id = x.anomaly_id
JOIN run AS r ON r.id = a.run_id
WHERE r.model_version = $version AND NOT EXISTS (SELECT 1 FROM blind_review AS b WHERE b.run_id = r.id)
