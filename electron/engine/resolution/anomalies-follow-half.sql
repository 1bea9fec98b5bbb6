-- Anomalies about an entity that was cut in two, when what they were made on is the other half's. Parameters: $old, $new (ids).
INSERT OR IGNORE INTO anomaly_entity (entity, anomaly_id)
SELECT 'entity:' || $new, x.anomaly_id
FROM anomaly_entity AS x
JOIN anomaly_entity AS raw ON raw.anomaly_id = x.anomaly_id
JOIN entity_identifier AS k ON k.identifier = raw.entity
JOIN entity_record AS r ON r.no = k.record_no AND r.entity_id = $new
WHERE x.entity = 'entity:' || $old
