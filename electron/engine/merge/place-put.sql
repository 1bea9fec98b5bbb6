-- Parameters: $id, $place.
INSERT INTO anomaly_place (anomaly_id, place) VALUES ($id, $place) ON CONFLICT (anomaly_id) DO NOTHING
