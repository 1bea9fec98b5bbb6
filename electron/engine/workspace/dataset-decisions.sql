-- Decisions that made dataset versions, oldest first. Columns: actor, kind, body.
SELECT actor, kind, body FROM decision WHERE kind IN ('dataset.compose', 'snapshot.retire') ORDER BY seq
