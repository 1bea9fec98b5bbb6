-- Rows bearing an identifier at a moment; keys without bounds hold always. Newest inventory first. Parameters: $identifier, $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, k.t_from_us, k.t_to_us, i.imported_at_us
FROM inventory_identifier AS k
JOIN inventory AS i ON i.id = k.inventory_id
JOIN inventory_record AS r ON r.inventory_id = k.inventory_id AND r.row_no = k.row_no
WHERE k.identifier = $identifier
  AND (k.t_from_us IS NULL OR k.t_from_us <= $at)
  AND (k.t_to_us IS NULL OR k.t_to_us > $at)
ORDER BY i.imported_at_us DESC, i.id, r.row_no
