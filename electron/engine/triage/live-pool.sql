-- What a run surfaced, in the order of its places, with the values its model saw. Parameters: $run, $limit.
SELECT a.id, coalesce(p.place, a.rank) AS rank, json_extract(a.body, '$.features') AS features
FROM anomaly AS a
LEFT JOIN anomaly_place AS p ON p.anomaly_id = a.id
WHERE a.run_id = $run
ORDER BY coalesce(p.place, a.rank)
LIMIT $limit
