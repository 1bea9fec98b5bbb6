-- Anomalies about an entity are about the one that took it over as well. Parameters: $old, $new (`entity:ID`).
INSERT OR IGNORE INTO anomaly_entity (entity, anomaly_id) SELECT $new, anomaly_id FROM anomaly_entity WHERE entity = $old
