-- Rows bearing an identifier, as known at a moment: leases that run, and of everything else the version in use then.
-- Newest export first. Parameters: $identifier, $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, l.from_us AS t_from_us,
  l.to_us AS t_to_us, i.imported_at_us
FROM inventory_identifier AS k
JOIN inventory AS i ON i.id = k.inventory_id
JOIN inventory_record AS r ON r.inventory_id = k.inventory_id AND r.row_no = k.row_no
LEFT JOIN lease AS l ON i.kind = 'dhcp' AND l.inventory_id = k.inventory_id AND l.row_no = k.row_no
WHERE k.identifier = $identifier
  AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
  AND (i.kind <> 'dhcp' OR (l.from_us <= $at AND l.to_us > $at))
ORDER BY i.as_of_us DESC, i.imported_at_us DESC, i.id, r.row_no
