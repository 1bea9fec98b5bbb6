-- A decision about entities, made or done again. Parameters: $decision, $op, $body (JSON).
INSERT INTO entity_override (decision_id, op, body, is_undone, is_applied) VALUES ($decision, $op, $body, 0, 0)
ON CONFLICT (decision_id) DO UPDATE SET op = excluded.op, body = excluded.body, is_undone = 0
