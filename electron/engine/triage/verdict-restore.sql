-- Puts the verdicts in force that nobody contradicts without having seen them; of several that agree the first. The body of a bulk verdict is long, so that
-- each is read once, not once for each of its anomalies. Parameters: $anomalies (JSON array of ids).
INSERT INTO verdict_current (anomaly_id, decision_id, verdict, reason, note, analyst, at_us, bulk_id)
WITH front AS MATERIALIZED (
  SELECT f.anomaly_id, f.decision_id, f.seq, f.verdict
  FROM json_each($anomalies) AS wanted
  JOIN verdict_front AS f ON f.anomaly_id = wanted.value
),
agreed AS MATERIALIZED (
  SELECT anomaly_id, decision_id, min(seq) AS seq FROM front GROUP BY anomaly_id HAVING count(DISTINCT verdict) = 1
),
said AS MATERIALIZED (
  SELECT d.id, d.body ->> '$.verdict' AS verdict, d.body ->> '$.reason' AS reason, d.body ->> '$.note' AS note, d.actor, d.at_us, d.body ->> '$.bulkId' AS bulk_id
  FROM decision AS d
  WHERE d.id IN (SELECT decision_id FROM agreed)
)
SELECT a.anomaly_id, s.id, s.verdict, s.reason, s.note, s.actor, s.at_us, s.bulk_id
FROM agreed AS a
JOIN said AS s ON s.id = a.decision_id
