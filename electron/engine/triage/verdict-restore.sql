-- Puts the newest verdict that is not taken back in force. Parameters: $anomaly.
INSERT INTO verdict_current (anomaly_id, decision_id, verdict, reason, note, analyst, at_us, bulk_id)
SELECT t.anomaly_id, d.id, d.body ->> '$.verdict', d.body ->> '$.reason', d.body ->> '$.note', d.actor, d.at_us, d.body ->> '$.bulkId'
FROM decision_target AS t
JOIN decision AS d ON d.id = t.decision_id
WHERE t.anomaly_id = $anomaly AND t.kind = 'verdict.record' AND t.undone = 0
ORDER BY t.seq DESC
LIMIT 1
