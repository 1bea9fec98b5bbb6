-- The drift report of the newest other shadow run of a version. Parameters: $run, $version. Result: report (JSON).
SELECT body -> '$.driftReport' AS report
FROM shadow_run
WHERE model_version = $version AND id <> $run AND body -> '$.driftReport' IS NOT NULL
ORDER BY created_at_us DESC, rowid DESC
LIMIT 1
