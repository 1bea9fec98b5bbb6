-- Parameters: $anomaly, $decision, $lot.
UPDATE decision_target SET lot = $lot WHERE anomaly_id = $anomaly AND decision_id = $decision
