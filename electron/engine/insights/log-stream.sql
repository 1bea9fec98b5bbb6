-- The matching entries, oldest first, read as they are consumed.
-- Replaced: {{matching}} = SELECT seq FROM decision
-- Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE seq IN ({{matching}})
ORDER BY seq
