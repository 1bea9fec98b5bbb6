-- The part of the log that verdicts derive from, oldest first. Columns: those of decision.
SELECT seq, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE kind IN ('verdict.record', 'note.record', 'decision.undo', 'decision.redo')
ORDER BY seq
