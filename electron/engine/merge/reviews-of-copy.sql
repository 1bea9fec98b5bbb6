-- Blind reviews whose cases are brought. Parameters: $runs (JSON array of ids). Columns as blind_review.
SELECT run_id, model, candidate, champion, body, created_at_us
FROM blind_review
WHERE run_id IN (SELECT value FROM json_each($runs))
ORDER BY run_id
