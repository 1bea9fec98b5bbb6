-- An identifier of a record. Parameters: $identifier, $record, $family, $weight, $exclusive.
INSERT INTO entity_identifier (identifier, record_no, family, weight, exclusive) VALUES ($identifier, $record, $family, $weight, $exclusive)
