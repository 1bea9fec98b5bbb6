-- Records of a row of a source, whatever its content. Parameters: $row. Result: no.
SELECT no FROM entity_record WHERE row_id = $row ORDER BY no
