-- The latest lease of an identifier that had ended by $at: who held it last. Parameters: $identifier, $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, l.from_us AS t_from_us, l.to_us AS t_to_us, i.imported_at_us
FROM inventory_identifier AS k
JOIN lease AS l ON l.inventory_id = k.inventory_id AND l.row_no = k.row_no
JOIN inventory AS i ON i.id = k.inventory_id
JOIN inventory_record AS r ON r.inventory_id = k.inventory_id AND r.row_no = k.row_no
WHERE k.identifier = $identifier AND l.to_us <= $at
ORDER BY l.to_us DESC, i.id, r.row_no
LIMIT 1
