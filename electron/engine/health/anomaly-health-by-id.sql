-- The health kept with an anomaly. Parameters: $anomaly. Result: state, weight, failing, warnings, gates (JSON).
SELECT state, weight, failing, warnings, gates FROM anomaly_health WHERE anomaly_id = $anomaly
