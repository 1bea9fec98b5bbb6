CREATE INDEX anomaly_entity_by_anomaly ON anomaly_entity (anomaly_id);
