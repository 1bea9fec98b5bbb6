-- Decisions about entities in the order they were made.
SELECT o.decision_id, o.op, o.body, o.is_undone, o.is_applied, d.actor, d.at_us
FROM entity_override AS o JOIN decision AS d ON d.id = o.decision_id
ORDER BY d.seq
