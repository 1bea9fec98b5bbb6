-- What a look-up in the inventories depends on: each version, when it is in use, and whether it is at all. Result: key.
SELECT id || ' ' || coalesce(valid_from_us, '') || ' ' || coalesce(valid_to_us, '') || ' ' || (retired_by IS NOT NULL) AS key
FROM inventory
ORDER BY id
