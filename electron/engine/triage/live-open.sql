-- Places of a run's anomalies that nobody has judged. Parameters: $run.
SELECT q.id, coalesce(p.place, q.run_rank) AS rank
FROM queue_item AS q
LEFT JOIN anomaly_place AS p ON p.anomaly_id = q.id
WHERE q.run_id = $run AND q.verdict IS NULL
ORDER BY coalesce(p.place, q.run_rank)
