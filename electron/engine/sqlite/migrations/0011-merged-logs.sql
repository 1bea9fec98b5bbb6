-- After a merge an entry's place among all of them (`seq`) is another than the one in the chain it was written in, which its hash covers: that is kept
-- in `number`, NULL where they are the same. Places may change then, and nothing else ever.
ALTER TABLE decision ADD COLUMN number INTEGER;
DROP TRIGGER decision_is_append_only_update;
CREATE TRIGGER decision_is_append_only_update BEFORE UPDATE OF id, at_us, actor, kind, body, prev_hash, hash ON decision
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END;

-- The verdicts on an anomaly that no later one replaces: one given in sight of them does. One of the same analyst was, but in copies of the workspace that
-- were apart.
DROP VIEW verdict_front;
CREATE VIEW verdict_front AS
SELECT t.anomaly_id, t.decision_id, t.seq, t.analyst, t.verdict
FROM decision_target AS t
WHERE t.kind = 'verdict.record' AND t.undone = 0
  AND NOT EXISTS (
    SELECT 1
    FROM decision_target AS u
    WHERE u.anomaly_id = t.anomaly_id AND u.kind = 'verdict.record' AND u.undone = 0 AND u.seq > t.seq
      AND NOT EXISTS (
        SELECT 1 FROM verdict_apart AS p WHERE p.anomaly_id = t.anomaly_id AND p.earlier_id = t.decision_id AND p.later_id = u.decision_id
      )
  );
