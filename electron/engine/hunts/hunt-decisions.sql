-- The part of the log that hunts and their candidates derive from, with all that was taken back or done again, oldest first. Columns: id, seq, actor, at_us, kind, body.
SELECT id, seq, actor, at_us, kind, body
FROM decision
WHERE kind IN (
  'hunt.open', 'hunt.edit', 'hunt.members', 'hunt.move', 'hunt.arrange',
  'decision.undo', 'decision.redo', 'hunt.undo', 'hunt.redo'
)
ORDER BY seq
