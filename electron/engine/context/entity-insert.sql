-- Names an entity an anomaly is about. Parameters: $entity, $anomaly.
INSERT INTO anomaly_entity (entity, anomaly_id) VALUES ($entity, $anomaly) ON CONFLICT DO NOTHING
