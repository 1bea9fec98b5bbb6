-- Parameters: $anomaly, $decision, $seq, $kind.
INSERT INTO decision_target (anomaly_id, decision_id, seq, kind, undone) VALUES ($anomaly, $decision, $seq, $kind, 0)
