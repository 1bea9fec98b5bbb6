-- Versions in use whose rows are records, in order of time within each source. Result: id, kind, source, from_us, to_us.
SELECT id, kind, source, valid_from_us AS from_us, valid_to_us AS to_us
FROM inventory
WHERE kind IN ('directory', 'idp', 'cmdb') AND retired_by IS NULL
ORDER BY kind, source, as_of_us, imported_at_us, id
