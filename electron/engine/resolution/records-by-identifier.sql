-- Records that bear an identifier. Parameters: $identifier. Result: no.
SELECT record_no AS no FROM entity_identifier WHERE identifier = $identifier ORDER BY record_no
