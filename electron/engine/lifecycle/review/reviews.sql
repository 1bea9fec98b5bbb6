-- Reviews, newest first. Parameters: $id and $candidate (NULL for any). Columns: run_id, model, candidate, champion, body, created_at_us.
SELECT run_id, model, candidate, champion, body, created_at_us
FROM blind_review
WHERE ($id IS NULL OR run_id = $id) AND ($candidate IS NULL OR candidate = $candidate)
ORDER BY created_at_us DESC, run_id
