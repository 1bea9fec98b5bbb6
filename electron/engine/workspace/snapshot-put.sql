-- Registers a snapshot. Parameters: $id $prefix $manifest (canonical JSON) $importedAt.
INSERT INTO snapshot (id, prefix, manifest, imported_at_us) VALUES ($id, $prefix, $manifest, $importedAt)
