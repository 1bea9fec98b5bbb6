-- CMDB rows in use at a moment that name somebody as owner, in any of these spellings. Parameters: $texts (JSON array, folded), $at.
SELECT i.id AS inventory, i.kind, i.file, r.row_no, r.body, NULL AS t_from_us, NULL AS t_to_us, i.imported_at_us
FROM inventory AS i JOIN inventory_record AS r ON r.inventory_id = i.id
WHERE i.kind = 'cmdb' AND i.retired_by IS NULL
  AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
  AND r.owner IS NOT NULL AND lower(r.owner) IN (SELECT value FROM json_each($texts))
ORDER BY i.id, r.row_no
LIMIT 200
