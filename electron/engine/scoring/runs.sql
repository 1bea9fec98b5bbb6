-- Runs, newest first. Parameters: $id and $model, each NULL for any. Columns: id, model, body.
SELECT id, model, body
FROM run
WHERE ($id IS NULL OR id = $id) AND ($model IS NULL OR model = $model)
ORDER BY rowid DESC
