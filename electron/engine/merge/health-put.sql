-- Parameters as the columns.
INSERT INTO anomaly_health (anomaly_id, state, weight, failing, warnings, gates, report_id)
VALUES ($anomaly_id, $state, $weight, $failing, $warnings, $gates, $report_id)
ON CONFLICT (anomaly_id) DO NOTHING
