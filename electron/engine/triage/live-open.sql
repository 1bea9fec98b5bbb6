-- Places of a run's anomalies that nobody has judged. Those of the blind sample keep theirs, whatever was learnt. Parameters: $run.
-- Columns: id, rank, is_blind.
SELECT q.id, s.place AS rank, q.is_blind
FROM queue_item AS q
JOIN queue_place AS s ON s.id = q.id
WHERE q.run_id = $run AND q.verdict IS NULL
ORDER BY s.place
