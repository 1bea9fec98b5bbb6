-- What became of an id and of what is now in it. Parameters: $id.
SELECT h.number, h.op, h.old_id, h.new_id, h.label, p.made_at_us
FROM entity_history AS h JOIN entity_partition AS p ON p.number = h.number
WHERE h.old_id = $id OR h.new_id = $id
ORDER BY h.number, h.op, h.old_id, h.new_id
