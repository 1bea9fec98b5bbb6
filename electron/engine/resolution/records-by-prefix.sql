-- Records whose id begins so, the first two. Parameters: $prefix.
SELECT id, row_id, label, type, entity_id FROM entity_record WHERE id >= $prefix AND id < $prefix || 'g' ORDER BY id LIMIT 2
