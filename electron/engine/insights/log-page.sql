-- A page of the matching entries, newest first.
-- Replaced: {{matching}} = SELECT seq FROM decision
-- Parameters: those of the match; $before (exclusive sequence number, NULL from the newest) and $limit bound the page.
-- Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE seq IN ({{matching}}) AND ($before IS NULL OR seq < $before)
ORDER BY seq DESC
LIMIT $limit
