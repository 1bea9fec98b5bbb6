-- The anomalies a decision is about. Parameters: $decision. Columns: anomaly_id.
SELECT anomaly_id FROM decision_target WHERE decision_id = $decision ORDER BY anomaly_id
