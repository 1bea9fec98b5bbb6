-- What verdicts derive from, oldest first. Parameters: $after (exclusive sequence number). Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE seq > $after AND kind IN ('verdict.record', 'decision.undo', 'decision.redo')
ORDER BY seq
