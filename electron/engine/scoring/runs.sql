-- Runs, newest first. Parameters: $model, NULL for any. Columns: id, model, body.
SELECT id, model, body
FROM run
WHERE ($model IS NULL OR model = $model)
ORDER BY rowid DESC
