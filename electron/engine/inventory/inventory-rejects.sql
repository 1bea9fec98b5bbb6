-- Rejected rows of a version, by line. Parameters: $id.
SELECT i.file, r.line, r.reason, r.excerpt
FROM inventory_reject AS r JOIN inventory AS i ON i.id = r.inventory_id
WHERE r.inventory_id = $id
ORDER BY r.no
