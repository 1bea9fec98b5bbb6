-- A decision about entities. Parameters: $decision, $op, $body (JSON).
INSERT INTO entity_override (decision_id, op, body, is_undone, is_applied) VALUES ($decision, $op, $body, 0, 0)
