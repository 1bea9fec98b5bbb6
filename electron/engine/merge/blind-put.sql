-- Parameters: $id, $kind, $pool, $sample, $propensity.
INSERT INTO blind_item (anomaly_id, kind, pool, sample, propensity) VALUES ($id, $kind, $pool, $sample, $propensity)
ON CONFLICT (anomaly_id) DO NOTHING
