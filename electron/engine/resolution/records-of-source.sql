-- Records of a source with when and where they hold. Parameters: $kind, $source.
SELECT no, spans, inventory_id, row_no FROM entity_record WHERE kind = $kind AND source = $source
