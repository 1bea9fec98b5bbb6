-- Versions by kind and source, newest first, or the one with $id. Parameters: $id (NULL for all).
SELECT i.id, i.kind, i.file, i.rows, i.rejected, i.columns, i.dropped_columns, i.imported_at_us, i.source, i.as_of_us, i.as_of_basis,
  i.valid_from_us, i.valid_to_us, i.zone, i.details, i.retired_by,
  (SELECT count(*) FROM lease AS l WHERE l.inventory_id = i.id) AS leases,
  (SELECT count(*) FROM lease_conflict AS c WHERE c.inventory_id = i.id) AS conflicts
FROM inventory AS i
WHERE $id IS NULL OR i.id = $id
ORDER BY i.kind, i.source, i.as_of_us DESC, i.imported_at_us DESC, i.id
