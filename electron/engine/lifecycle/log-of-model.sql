-- Entries of one kind about a model, oldest first. Parameters: $kind; $model, NULL for any. Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE kind = $kind AND ($model IS NULL OR body ->> '$.model' = $model)
ORDER BY seq
