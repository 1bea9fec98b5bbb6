-- The latest binding of an identifier that had ended by $at: who held it last. Parameters: $identifier, $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, k.t_from_us, k.t_to_us, i.imported_at_us
FROM inventory_identifier AS k
JOIN inventory AS i ON i.id = k.inventory_id
JOIN inventory_record AS r ON r.inventory_id = k.inventory_id AND r.row_no = k.row_no
WHERE k.identifier = $identifier AND k.t_to_us IS NOT NULL AND k.t_to_us <= $at
ORDER BY k.t_to_us DESC, i.id, r.row_no
LIMIT 1
