-- Full names of a host with their spans. Parameters: $entity. Result: identifier, spans.
SELECT k.identifier, r.spans
FROM entity_record AS r JOIN entity_identifier AS k ON k.record_no = r.no
WHERE r.entity_id = $entity AND k.family IN ('fqdn', 'netbios')
ORDER BY k.identifier
