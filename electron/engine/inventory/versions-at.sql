-- Versions in use at a moment; a lease log when it speaks of the time around it. Parameters: $at.
SELECT i.id, i.kind, i.source, i.as_of_us, i.as_of_basis
FROM inventory AS i
WHERE i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
ORDER BY i.kind, i.source, i.as_of_us, i.id
