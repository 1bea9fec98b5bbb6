-- The drift report kept with a run. Parameters: $run. Result: report (JSON); no row for a run that kept none.
SELECT json_extract(body, '$.driftReport') AS report
FROM run
WHERE id = $run AND json_extract(body, '$.driftReport') IS NOT NULL
