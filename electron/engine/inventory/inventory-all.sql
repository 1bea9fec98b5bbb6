-- Inventories, oldest first, or the one with $id. Parameters: $id (NULL for all).
SELECT id, kind, file, rows, rejected, columns, dropped_columns, imported_at_us
FROM inventory
WHERE $id IS NULL OR id = $id
ORDER BY imported_at_us, id
