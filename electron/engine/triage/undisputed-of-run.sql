-- How many anomalies of a run ($run) there are that analysts do not differ on. Columns: n.
SELECT count(*) AS n FROM anomaly AS a WHERE a.run_id = $run AND a.id NOT IN (SELECT anomaly_id FROM verdict_dispute)
