-- The version of every source of a kind that is in use at a moment, and what its rows say of their own age. Lease logs: the newest record by then.
-- Parameters: $kind, $at.
SELECT i.id, i.source, i.as_of_us, i.as_of_basis, i.rows,
  CASE WHEN i.kind = 'dhcp' THEN (SELECT max(e.at_us) FROM lease_event AS e WHERE e.inventory_id = i.id AND e.at_us <= $at) ELSE i.as_of_us END AS newest_us
FROM inventory AS i
WHERE i.kind = $kind AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
ORDER BY i.source, i.as_of_us DESC, i.id
