-- Sets from when until when the versions of one source are read: each from its own time to the next one's, the first also for the time before it,
-- retired ones never. Lease logs add to each other and are not chained. Parameters: $kind, $source.
UPDATE inventory SET valid_from_us = c.from_us, valid_to_us = c.to_us
FROM (
  SELECT id,
    CASE WHEN lag(id) OVER chain IS NULL THEN NULL ELSE as_of_us END AS from_us,
    lead(as_of_us) OVER chain AS to_us
  FROM inventory
  WHERE kind = $kind AND source = $source AND retired_by IS NULL AND kind <> 'dhcp'
  WINDOW chain AS (ORDER BY as_of_us, imported_at_us, id)
) AS c
WHERE inventory.id = c.id
