-- How many anomalies $runs (JSON array of ids) surfaced. Columns: n.
SELECT count(*) AS n FROM anomaly AS a WHERE a.run_id IN (SELECT value FROM json_each($runs))
