-- What linkage proposed. Result: a_id, b_id, p, state, parts (JSON), is_gone, is_applied.
SELECT a_id, b_id, p, state, parts, is_gone, is_applied FROM entity_proposal ORDER BY a_id, b_id
