-- Ids that begin so. Parameters: $prefix (hexadecimal).
SELECT id FROM inventory WHERE id >= $prefix AND id < $prefix || 'g' ORDER BY id LIMIT 2
