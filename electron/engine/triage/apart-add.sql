-- Two verdicts on one anomaly, given without sight of each other. Parameters: $anomaly, $earlier, $later.
INSERT OR IGNORE INTO verdict_apart (anomaly_id, earlier_id, later_id) VALUES ($anomaly, $earlier, $later)
