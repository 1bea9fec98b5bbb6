-- Decisions about what the queue leaves out, and what takes decisions back, oldest first.
SELECT id, at_us, actor, kind, body
FROM decision
WHERE kind IN ('suppression.create', 'suppression.change', 'case.snooze', 'decision.undo', 'decision.redo')
ORDER BY seq
