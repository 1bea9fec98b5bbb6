-- The entities of the anomalies of some runs. Parameters: $runs (JSON array of ids). Columns: entity, anomaly_id.
SELECT e.entity, e.anomaly_id
FROM anomaly AS a
JOIN anomaly_entity AS e ON e.anomaly_id = a.id
WHERE a.run_id IN (SELECT value FROM json_each($runs))
ORDER BY e.anomaly_id, e.entity
