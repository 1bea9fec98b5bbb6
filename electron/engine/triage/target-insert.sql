-- A decision in force about an anomaly, made or done again. Parameters: $anomaly, $decision, $seq, $kind, $analyst, $verdict (NULL for a note), $isSettlement, $lot (in [0, 1), NULL for a note or a settlement).
INSERT INTO decision_target (anomaly_id, decision_id, seq, kind, undone, analyst, verdict, is_settlement, lot)
VALUES ($anomaly, $decision, $seq, $kind, 0, $analyst, $verdict, $isSettlement, $lot)
ON CONFLICT (anomaly_id, seq) DO UPDATE SET undone = 0
