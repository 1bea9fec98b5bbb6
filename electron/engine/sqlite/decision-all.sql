-- The whole log in order. Columns as decision.
SELECT seq, number, id, at_us, actor, kind, body, prev_hash, hash FROM decision ORDER BY seq
