-- The identifiers of a record. Parameters: $record, $identifiers (JSON array of {key, family, weight, exclusive}).
INSERT INTO entity_identifier (identifier, record_no, family, weight, exclusive)
SELECT json_extract(j.value, '$.key'), $record, json_extract(j.value, '$.family'), json_extract(j.value, '$.weight'), json_extract(j.value, '$.exclusive')
FROM json_each($identifiers) AS j
