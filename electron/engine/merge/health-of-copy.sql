-- The health of the anomalies of some runs. Parameters: $runs (JSON array of ids). Columns as anomaly_health.
SELECT h.anomaly_id, h.state, h.weight, h.failing, h.warnings, h.gates, h.report_id
FROM anomaly AS a
JOIN anomaly_health AS h ON h.anomaly_id = a.id
WHERE a.run_id IN (SELECT value FROM json_each($runs))
ORDER BY h.anomaly_id
