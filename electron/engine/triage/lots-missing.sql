-- Verdicts without a lot, settlements left out: those never get one. Columns: anomaly_id, decision_id.
SELECT anomaly_id, decision_id FROM decision_target WHERE kind = 'verdict.record' AND lot IS NULL AND is_settlement = 0
