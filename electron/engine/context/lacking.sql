-- Which of a run's best anomalies have no context. Parameters: $run, $best (so many by rank). Columns: id, by rank.
-- Cost: the best alone are looked at, however many there are.
SELECT best.id
FROM (SELECT a.id, a.rank FROM anomaly AS a WHERE a.run_id = $run ORDER BY a.rank, a.id LIMIT $best) AS best
WHERE NOT EXISTS (SELECT 1 FROM context_graph AS c WHERE c.anomaly_id = best.id)
ORDER BY best.rank, best.id
