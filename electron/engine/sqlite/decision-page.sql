-- Decisions newest first. Parameters: $before (exclusive) or NULL, $kind or NULL, $limit. Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE ($before IS NULL OR seq < $before) AND ($kind IS NULL OR kind = $kind)
ORDER BY seq DESC
LIMIT $limit
