-- Anomalies whose verdict in force was given since $since (microseconds UTC). Columns: n.
SELECT count(*) AS n FROM verdict_current WHERE at_us >= $since
