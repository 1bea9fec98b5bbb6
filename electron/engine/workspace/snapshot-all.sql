-- Every snapshot, oldest first. Columns: id, manifest, imported_at_us.
SELECT id, manifest, imported_at_us FROM snapshot ORDER BY rowid
