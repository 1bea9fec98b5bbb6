-- Inventories. Columns: id, kind, file.
SELECT id, kind, file FROM inventory ORDER BY id
