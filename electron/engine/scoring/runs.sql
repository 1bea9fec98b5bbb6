-- Runs, newest first; those that only hold the cases of a blind review are no one's queue and are left out. Parameters: $model, NULL for any. Columns: id, model, body.
SELECT id, model, body
FROM run
WHERE ($model IS NULL OR model = $model)
  AND NOT EXISTS (SELECT 1 FROM blind_review AS b WHERE b.run_id = run.id)
ORDER BY rowid DESC
