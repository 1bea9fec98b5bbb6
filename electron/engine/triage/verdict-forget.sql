-- Parameters: $anomaly.
DELETE FROM verdict_current WHERE anomaly_id = $anomaly
