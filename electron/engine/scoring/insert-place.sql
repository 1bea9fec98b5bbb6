-- Where an anomaly comes in its run's share of the queue. Parameters: $id, $place.
INSERT INTO anomaly_place (anomaly_id, place) VALUES ($id, $place) ON CONFLICT (anomaly_id) DO NOTHING
