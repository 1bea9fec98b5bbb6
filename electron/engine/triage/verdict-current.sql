-- Every verdict in force. Columns: anomaly_id, decision_id.
SELECT anomaly_id, decision_id FROM verdict_current ORDER BY anomaly_id
