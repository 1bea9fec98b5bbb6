-- One decision. Parameters: $id. Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash FROM decision WHERE id = $id
