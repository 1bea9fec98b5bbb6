-- The newest run of each model: what the queue shows. Columns: id, body.
SELECT run.id, run.body
FROM run
WHERE run.rowid = (SELECT max(newer.rowid) FROM run AS newer WHERE newer.model = run.model)
  AND ($model IS NULL OR run.model = $model)
ORDER BY run.model
