-- An identifier that two entities both have and that tells nobody from others. Parameters: $a, $b (entity ids).
SELECT g.identifier, g.reason
FROM entity_record AS r
JOIN entity_identifier AS k ON k.record_no = r.no
JOIN entity_generic AS g ON g.identifier = k.identifier AND g.type = r.type
WHERE r.entity_id = $a AND EXISTS (
  SELECT 1 FROM entity_identifier AS o JOIN entity_record AS s ON s.no = o.record_no WHERE o.identifier = k.identifier AND s.entity_id = $b
)
ORDER BY g.identifier LIMIT 1
