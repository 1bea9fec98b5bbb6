-- What a decision signed about an anomaly. Parameters: $anomaly. Columns: score, p_value, body.
SELECT score, p_value, body FROM anomaly WHERE id = $anomaly
