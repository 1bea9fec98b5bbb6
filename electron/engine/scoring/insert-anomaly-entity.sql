-- Parameters: $entity, $anomaly.
INSERT INTO anomaly_entity (entity, anomaly_id) VALUES ($entity, $anomaly)
ON CONFLICT (entity, anomaly_id) DO NOTHING
