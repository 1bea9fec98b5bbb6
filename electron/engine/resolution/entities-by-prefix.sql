-- Ids that begin so, of entities and of those that lead elsewhere now. Parameters: $prefix (hexadecimal).
SELECT id FROM entity WHERE id >= $prefix AND id < $prefix || 'g'
UNION SELECT old_id FROM entity_redirect WHERE old_id >= $prefix AND old_id < $prefix || 'g'
ORDER BY id LIMIT 2
