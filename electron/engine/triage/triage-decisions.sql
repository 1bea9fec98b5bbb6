-- The part of the log that the desk of triage derives from, oldest first. Columns: those of decision.
SELECT seq, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE kind IN ('verdict.record', 'note.record', 'suppression.create', 'suppression.change', 'decision.undo', 'decision.redo')
ORDER BY seq
