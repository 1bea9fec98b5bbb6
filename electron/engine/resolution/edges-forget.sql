-- Everything weighed for a record. Parameters: $no.
DELETE FROM entity_edge WHERE a_no = $no OR b_no = $no
