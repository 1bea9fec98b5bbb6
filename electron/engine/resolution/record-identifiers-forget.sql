-- Identifiers of a record that is gone. Parameters: $no.
DELETE FROM entity_identifier WHERE record_no = $no
