-- Records that bear an identifier, with what they are. Parameters: $identifier.
SELECT k.identifier, k.family, k.weight, r.no, r.type, r.kind, r.source, r.label, r.spans, r.entity_id, e.label AS entity_label,
  g.reason AS generic
FROM entity_identifier AS k
JOIN entity_record AS r ON r.no = k.record_no
JOIN entity AS e ON e.id = r.entity_id
LEFT JOIN entity_generic AS g ON g.type = r.type AND g.identifier = k.identifier
WHERE k.identifier = $identifier
ORDER BY k.record_no
