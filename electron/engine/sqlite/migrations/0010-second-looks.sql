-- A verdict may be put again to another analyst, who does not see it. `lot` decides which: a number in [0, 1) drawn from the decision's and the
-- anomaly's ids, below the share of verdicts that get a second look.
ALTER TABLE decision_target ADD COLUMN lot REAL;
-- Who decided what: beside the decision itself, whose body is long where it is about many.
ALTER TABLE decision_target ADD COLUMN analyst TEXT NOT NULL DEFAULT '';
ALTER TABLE decision_target ADD COLUMN verdict TEXT;
ALTER TABLE decision_target ADD COLUMN is_settlement INTEGER NOT NULL DEFAULT 0 CHECK (is_settlement IN (0, 1));
WITH said AS MATERIALIZED (SELECT id, actor, body ->> '$.verdict' AS verdict FROM decision WHERE kind IN ('verdict.record', 'note.record'))
UPDATE decision_target SET analyst = said.actor, verdict = said.verdict FROM said WHERE said.id = decision_target.decision_id;

-- Verdicts on one anomaly of which the later was given without sight of the earlier.
CREATE TABLE verdict_apart (
  anomaly_id TEXT NOT NULL,
  earlier_id TEXT NOT NULL REFERENCES decision (id),
  later_id TEXT NOT NULL REFERENCES decision (id),
  PRIMARY KEY (anomaly_id, earlier_id, later_id)
) STRICT, WITHOUT ROWID;

-- The verdicts on an anomaly that no later one replaces: an analyst's own later one does, and one given in sight of them.
CREATE VIEW verdict_front AS
SELECT t.anomaly_id, t.decision_id, t.seq, t.analyst, t.verdict
FROM decision_target AS t
WHERE t.kind = 'verdict.record' AND t.undone = 0
  AND NOT EXISTS (
    SELECT 1
    FROM decision_target AS u
    WHERE u.anomaly_id = t.anomaly_id AND u.kind = 'verdict.record' AND u.undone = 0 AND u.seq > t.seq
      AND (
        u.analyst = t.analyst
        OR NOT EXISTS (
          SELECT 1 FROM verdict_apart AS p WHERE p.anomaly_id = t.anomaly_id AND p.earlier_id = t.decision_id AND p.later_id = u.decision_id
        )
      )
  );

-- Anomalies whose verdicts differ that nobody gave in sight of the others. None of them is in force until a person settles it.
CREATE TABLE verdict_dispute (anomaly_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Verdicts in force that are to be put to another analyst.
CREATE VIEW second_look AS
SELECT c.anomaly_id, c.decision_id, c.analyst
FROM verdict_current AS c
JOIN decision_target AS t ON t.anomaly_id = c.anomaly_id AND t.decision_id = c.decision_id
WHERE t.lot < coalesce((SELECT CAST(value AS REAL) FROM setting WHERE key = 'review.share'), 0.05)
  AND NOT EXISTS (
    SELECT 1
    FROM verdict_apart AS p
    JOIN decision_target AS o
      ON o.anomaly_id = p.anomaly_id AND o.undone = 0
      AND o.decision_id = CASE WHEN p.earlier_id = c.decision_id THEN p.later_id ELSE p.earlier_id END
    WHERE p.anomaly_id = c.anomaly_id AND c.decision_id IN (p.earlier_id, p.later_id)
  );

-- Who looks at the desk: whoever signed there last, else the user the machine knows.
CREATE VIEW viewer AS
SELECT coalesce((SELECT value FROM setting WHERE key = 'analyst'), (SELECT value FROM setting WHERE key = 'workspace.user')) AS name;

-- The second looks that are for whoever looks, and whose verdict they so must not see.
CREATE VIEW second_look_due AS
SELECT s.anomaly_id, s.decision_id
FROM second_look AS s
WHERE s.analyst <> (SELECT name FROM viewer)
  AND NOT EXISTS (
    SELECT 1
    FROM decision_target AS o
    WHERE o.anomaly_id = s.anomaly_id AND o.kind = 'verdict.record' AND o.undone = 0 AND o.analyst = (SELECT name FROM viewer)
  );

-- As it was, but of a case that is due for a second look neither the verdict nor what comes from the score is told. `shown` is the verdict in force
-- unless it must not be seen.
DROP VIEW queue_item;
CREATE VIEW queue_item AS
SELECT
  a.id, a.run_id, a.model, a.label, a.from_us, a.to_us, a.body,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN a.score END AS score,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN a.p_value END AS p_value,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN a.q_value END AS q_value,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN json_extract(a.body, '$.reasons') END AS reasons,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN json_extract(a.body, '$.isNew') END AS is_new,
  json_extract(a.body, '$.subject') AS subject,
  json_extract(a.body, '$.evidenceCount') AS evidence_count,
  (
    SELECT count(*) FROM verdict_current AS v JOIN anomaly AS p ON p.id = v.anomaly_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.id <> a.id
  ) AS prior_verdicts,
  b.anomaly_id IS NOT NULL OR c.anomaly_id IS NOT shown.anomaly_id AS is_blind,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN b.kind END AS blind_kind,
  CASE WHEN w.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN b.propensity END AS propensity,
  shown.verdict, shown.reason, shown.note, shown.analyst, shown.at_us, shown.decision_id, shown.bulk_id,
  CASE WHEN shown.anomaly_id <> a.id THEN shown.anomaly_id END AS carried_from,
  -- Whoever looks: the anomaly that the verdict in force was carried over from.
  CASE WHEN c.anomaly_id <> a.id THEN c.anomaly_id END AS in_force_from,
  -- The verdict to be looked at a second time, and the anomaly that it was given on.
  CASE WHEN c.anomaly_id IS NOT shown.anomaly_id THEN c.decision_id END AS look_at,
  CASE WHEN c.anomaly_id IS NOT shown.anomaly_id THEN c.anomaly_id END AS look_anomaly,
  EXISTS (SELECT 1 FROM verdict_dispute AS x WHERE x.anomaly_id = a.id) AS is_disputed
FROM anomaly AS a
LEFT JOIN verdict_current AS c ON c.anomaly_id = (
  SELECT v.anomaly_id
  FROM anomaly AS p
  JOIN verdict_current AS v ON v.anomaly_id = p.id
  WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
    AND (p.id = a.id OR json_extract(p.body, '$.evidenceCount') = json_extract(a.body, '$.evidenceCount'))
  ORDER BY p.id = a.id DESC, v.at_us DESC, v.anomaly_id
  LIMIT 1
)
LEFT JOIN verdict_current AS shown
  ON shown.anomaly_id = c.anomaly_id AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = c.anomaly_id)
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
LEFT JOIN withheld_item AS w ON w.anomaly_id = a.id AND c.anomaly_id IS NULL;
