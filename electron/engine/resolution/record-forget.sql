-- A record that no version in use speaks of. Parameters: $no.
DELETE FROM entity_record WHERE no = $no
