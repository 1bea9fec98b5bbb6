-- Identifiers of a record. Parameters: $no.
SELECT identifier, family, weight, exclusive FROM entity_identifier WHERE record_no = $no ORDER BY identifier
