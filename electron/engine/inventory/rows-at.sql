-- Every row of a kind as known at a moment, with its canonical identifiers. Parameters: $kind, $at.
SELECT r.inventory_id AS inventory, r.row_no, r.body, group_concat(k.identifier, char(31)) AS identifiers
FROM inventory AS i
JOIN inventory_record AS r ON r.inventory_id = i.id
JOIN inventory_identifier AS k ON k.inventory_id = r.inventory_id AND k.row_no = r.row_no
WHERE i.kind = $kind AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
GROUP BY r.inventory_id, r.row_no, r.body
ORDER BY r.inventory_id, r.row_no
