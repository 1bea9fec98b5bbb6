-- Registers an inventory. Parameters: $id, $kind, $file, $rows, $rejected, $columns, $dropped (JSON arrays), $now.
INSERT INTO inventory (id, kind, file, rows, rejected, columns, dropped_columns, imported_at_us)
VALUES ($id, $kind, $file, $rows, $rejected, $columns, $dropped, $now)
