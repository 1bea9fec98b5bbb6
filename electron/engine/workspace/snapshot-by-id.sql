-- One snapshot by its id or 16-digit prefix. Parameters: $id. Columns: id, manifest, imported_at_us.
SELECT id, manifest, imported_at_us FROM snapshot WHERE id = $id OR prefix = $id
