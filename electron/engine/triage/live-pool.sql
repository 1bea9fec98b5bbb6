-- What a run surfaced, with the values its model saw. Parameters: $run, $limit.
SELECT id, rank, json_extract(body, '$.features') AS features
FROM anomaly
WHERE run_id = $run
ORDER BY rank
LIMIT $limit
