-- Records of an entity. Parameters: $entity. Result: no.
SELECT no FROM entity_record WHERE entity_id = $entity ORDER BY no
