-- Rows of a kind in use at $at whose range covers an address, the longest prefix first. Parameters: $kind, $ip (32 hexadecimal digits), $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, NULL AS t_from_us, NULL AS t_to_us, i.imported_at_us
FROM inventory_range AS g
JOIN inventory AS i ON i.id = g.inventory_id
JOIN inventory_record AS r ON r.inventory_id = g.inventory_id AND r.row_no = g.row_no
WHERE g.lo <= $ip AND g.hi >= $ip AND i.kind = $kind AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
ORDER BY g.prefix DESC, i.as_of_us DESC, i.imported_at_us DESC, i.id, r.row_no
