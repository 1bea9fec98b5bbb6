-- Every target of a verdict or note. Columns: anomaly_id, decision_id, seq, kind, undone, analyst, verdict, is_settlement, lot.
SELECT anomaly_id, decision_id, seq, kind, undone, analyst, verdict, is_settlement, lot FROM decision_target
