-- Anomalies are about the entities that alone bore what they were made on at the time. Parameters: $entities (JSON array of ids).
INSERT OR IGNORE INTO anomaly_entity (entity, anomaly_id)
SELECT DISTINCT 'entity:' || r.entity_id, x.anomaly_id
FROM json_each($entities) AS e
JOIN entity_record AS r ON r.entity_id = e.value
JOIN entity_identifier AS k ON k.record_no = r.no AND k.weight <> 'weak'
JOIN anomaly_entity AS x ON x.entity = k.identifier
JOIN anomaly AS a ON a.id = x.anomaly_id
WHERE EXISTS (
    SELECT 1 FROM json_each(r.spans) AS s
    WHERE coalesce(json_extract(s.value, '$[0]'), a.from_us) <= a.from_us AND coalesce(json_extract(s.value, '$[1]'), a.to_us) >= a.to_us
  )
  AND NOT EXISTS (SELECT 1 FROM entity_generic AS g WHERE g.type = r.type AND g.identifier = k.identifier)
  AND NOT EXISTS (
    SELECT 1 FROM entity_identifier AS other JOIN entity_record AS o ON o.no = other.record_no
    WHERE other.identifier = k.identifier AND o.type = r.type AND o.entity_id <> r.entity_id
      AND EXISTS (
        SELECT 1 FROM json_each(o.spans) AS s
        WHERE coalesce(json_extract(s.value, '$[0]'), a.from_us) <= a.from_us AND coalesce(json_extract(s.value, '$[1]'), a.to_us) >= a.to_us
      )
  )
