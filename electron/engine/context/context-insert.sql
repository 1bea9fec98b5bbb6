-- Stores an anomaly's context, in place of an earlier one. Parameters: $anomaly, $body (JSON).
INSERT INTO context_graph (anomaly_id, body) VALUES ($anomaly, $body)
ON CONFLICT (anomaly_id) DO UPDATE SET body = excluded.body
