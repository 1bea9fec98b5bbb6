-- Parameters: $entity, $anomaly_id.
INSERT INTO anomaly_entity (entity, anomaly_id) VALUES ($entity, $anomaly_id) ON CONFLICT (entity, anomaly_id) DO NOTHING
