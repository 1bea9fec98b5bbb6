-- What a run put in the queue, in the order of its places, with the values its model saw. Parameters: $run, $limit.
SELECT a.id, s.place AS rank, json_extract(a.body, '$.features') AS features
FROM anomaly AS a
JOIN queue_place AS s ON s.id = a.id
WHERE a.run_id = $run
ORDER BY s.place
LIMIT $limit
