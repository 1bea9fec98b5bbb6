-- Ids that lead to an entity. Parameters: $id.
SELECT r.old_id, r.cause, p.made_at_us FROM entity_redirect AS r JOIN entity_partition AS p ON p.number = r.number
WHERE r.new_id = $id ORDER BY r.old_id
