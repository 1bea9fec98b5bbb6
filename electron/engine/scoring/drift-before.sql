-- The drift report of the newest other run of a version. Parameters: $run, $version. Result: report (JSON).
SELECT json_extract(body, '$.driftReport') AS report
FROM run
WHERE model_version = $version AND id <> $run AND json_extract(body, '$.driftReport') IS NOT NULL
ORDER BY rowid DESC
LIMIT 1
