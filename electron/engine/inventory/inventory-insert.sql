-- Registers a version. Parameters: $id, $kind, $file, $rows, $rejected, $columns, $dropped (JSON arrays), $now, $source, $asOf, $basis, $zone, $details (JSON).
INSERT INTO inventory (id, kind, file, rows, rejected, columns, dropped_columns, imported_at_us, source, as_of_us, as_of_basis, zone, details)
VALUES ($id, $kind, $file, $rows, $rejected, $columns, $dropped, $now, $source, $asOf, $basis, $zone, $details)
