-- Stage changes of a model, oldest first. Parameters: $model. Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash
FROM decision
WHERE kind IN ('model.promote', 'model.stage', 'model.rollback', 'model.demote', 'model.quarantine')
  AND json_extract(body, '$.model') = $model
ORDER BY seq
