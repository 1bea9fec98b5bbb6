-- Decisions to let snapshots go and to bring them back, oldest first. Columns: id, at_us, actor, kind, body.
SELECT id, at_us, actor, kind, body FROM decision WHERE kind IN ('snapshot.retire', 'snapshot.restore') ORDER BY seq
