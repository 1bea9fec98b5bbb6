-- Versions out of use. Columns: inventory, kind, source.
SELECT id AS inventory, kind, source FROM inventory WHERE retired_by IS NOT NULL ORDER BY id
