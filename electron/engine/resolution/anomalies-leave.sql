-- Anomalies no longer about an entity, since what they were made on is the other half's alone. Parameters: $old, $new (ids).
DELETE FROM anomaly_entity
WHERE entity = 'entity:' || $old
  AND anomaly_id IN (SELECT anomaly_id FROM anomaly_entity WHERE entity = 'entity:' || $new)
  AND NOT EXISTS (
    SELECT 1 FROM anomaly_entity AS raw
    JOIN entity_identifier AS k ON k.identifier = raw.entity
    JOIN entity_record AS r ON r.no = k.record_no AND r.entity_id = $old
    WHERE raw.anomaly_id = anomaly_entity.anomaly_id
  )
