-- Puts the newest verdicts that are not taken back in force. The body of a bulk verdict is long, so that each is read once, not once
-- for each of its anomalies. Parameters: $anomalies (JSON array of ids).
INSERT INTO verdict_current (anomaly_id, decision_id, verdict, reason, note, analyst, at_us, bulk_id)
WITH newest AS MATERIALIZED (
  SELECT t.anomaly_id, t.decision_id, max(t.seq) AS seq
  FROM decision_target AS t
  WHERE t.anomaly_id IN (SELECT value FROM json_each($anomalies)) AND t.kind = 'verdict.record' AND t.undone = 0
  GROUP BY t.anomaly_id
),
said AS MATERIALIZED (
  SELECT d.id, d.body ->> '$.verdict' AS verdict, d.body ->> '$.reason' AS reason, d.body ->> '$.note' AS note, d.actor, d.at_us, d.body ->> '$.bulkId' AS bulk_id
  FROM decision AS d
  WHERE d.id IN (SELECT decision_id FROM newest)
)
SELECT n.anomaly_id, s.id, s.verdict, s.reason, s.note, s.actor, s.at_us, s.bulk_id
FROM newest AS n
JOIN said AS s ON s.id = n.decision_id
