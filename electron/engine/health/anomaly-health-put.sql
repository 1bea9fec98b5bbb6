-- The health of an anomaly when its run was made, in place of an earlier one. Parameters: $anomaly, $state, $weight, $failing, $warnings, $gates
-- (JSON), $report.
INSERT INTO anomaly_health (anomaly_id, state, weight, failing, warnings, gates, report_id)
VALUES ($anomaly, $state, $weight, $failing, $warnings, $gates, $report)
ON CONFLICT (anomaly_id) DO UPDATE SET
  state = excluded.state, weight = excluded.weight, failing = excluded.failing, warnings = excluded.warnings, gates = excluded.gates,
  report_id = excluded.report_id
