-- The stored context of an anomaly. Parameters: $anomaly.
SELECT body FROM context_graph WHERE anomaly_id = $anomaly
