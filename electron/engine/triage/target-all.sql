-- Every target of a verdict or note. Columns: anomaly_id, decision_id, seq, kind, undone.
SELECT anomaly_id, decision_id, seq, kind, undone FROM decision_target
