-- Verdicts on the cases of a review that were given in it, and settlements between them, oldest first; none that was taken back. Parameters: $review.
-- Columns: anomaly_id, decision_id, analyst, verdict, is_settlement.
SELECT t.anomaly_id, t.decision_id, t.analyst, t.verdict, t.is_settlement
FROM blind_review_item AS i
JOIN decision_target AS t ON t.anomaly_id = i.anomaly_id AND t.kind = 'verdict.record' AND t.undone = 0
JOIN decision AS d ON d.id = t.decision_id
WHERE i.run_id = $review AND (d.body ->> '$.review' = $review OR t.is_settlement = 1)
ORDER BY t.seq, t.anomaly_id
