-- A review of a version before it is promoted: a random sample of what it and the champion would list, judged without sight of which of them listed what.
-- Its cases are anomalies of a run of its own, which is no version's queue.
CREATE TABLE blind_review (
  run_id TEXT PRIMARY KEY REFERENCES run (id),
  model TEXT NOT NULL,
  candidate TEXT NOT NULL REFERENCES model_version (id),
  -- NULL where there was none to compare with
  champion TEXT REFERENCES model_version (id),
  -- JSON (see lifecycle/review/review-store.ts)
  body TEXT NOT NULL,
  created_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX blind_review_by_candidate ON blind_review (candidate, created_at_us);

-- `turn` is its place in the random order, from 1; the ranks are those in either list, NULL where the case is not on it.
CREATE TABLE blind_review_item (
  anomaly_id TEXT PRIMARY KEY REFERENCES anomaly (id),
  run_id TEXT NOT NULL REFERENCES blind_review (run_id),
  turn INTEGER NOT NULL,
  candidate_rank INTEGER,
  champion_rank INTEGER,
  propensity REAL NOT NULL CHECK (propensity > 0 AND propensity <= 1),
  UNIQUE (run_id, turn),
  CHECK (candidate_rank IS NOT NULL OR champion_rank IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Who has ended their review and seen what it found. One that was taken back stays: what was seen was seen.
CREATE TABLE blind_review_end (
  decision_id TEXT PRIMARY KEY REFERENCES decision (id),
  run_id TEXT NOT NULL,
  analyst TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Cases of which whoever looks must not know what any version made of them.
CREATE VIEW review_withheld AS
SELECT i.anomaly_id, i.run_id
FROM blind_review_item AS i
WHERE NOT EXISTS (
  SELECT 1 FROM blind_review_end AS e WHERE e.run_id = i.run_id AND e.undone = 0 AND e.analyst = (SELECT name FROM viewer)
);

-- As it was, but a case of a review is not looked at a second time: each of its analysts judges it blind.
DROP VIEW second_look;
CREATE VIEW second_look AS
SELECT c.anomaly_id, c.decision_id, c.analyst
FROM verdict_current AS c
JOIN decision_target AS t ON t.anomaly_id = c.anomaly_id AND t.decision_id = c.decision_id
WHERE t.lot < coalesce((SELECT CAST(value AS REAL) FROM setting WHERE key = 'review.share'), 0.05)
  AND NOT EXISTS (SELECT 1 FROM blind_review_item AS r WHERE r.anomaly_id = c.anomaly_id)
  AND NOT EXISTS (
    SELECT 1
    FROM verdict_apart AS p
    JOIN decision_target AS o
      ON o.anomaly_id = p.anomaly_id AND o.undone = 0
      AND o.decision_id = CASE WHEN p.earlier_id = c.decision_id THEN p.later_id ELSE p.earlier_id END
    WHERE p.anomaly_id = c.anomaly_id AND c.decision_id IN (p.earlier_id, p.later_id)
  );

-- As it was, but of a case of a review that is not ended for whoever looks nothing is told that comes from a score, and no verdict but their own.
DROP VIEW queue_item;
CREATE VIEW queue_item AS
SELECT
  a.id, a.run_id, a.model, a.label, a.from_us, a.to_us, a.body,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN a.score END AS score,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN a.p_value END AS p_value,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN a.q_value END AS q_value,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN json_extract(a.body, '$.reasons') END AS reasons,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN json_extract(a.body, '$.isNew') END AS is_new,
  json_extract(a.body, '$.subject') AS subject,
  json_extract(a.body, '$.evidenceCount') AS evidence_count,
  (
    SELECT count(*) FROM verdict_current AS v JOIN anomaly AS p ON p.id = v.anomaly_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.id <> a.id
      -- A verdict on the same window would say whose list it was on.
      AND (h.anomaly_id IS NULL OR p.from_us <> a.from_us)
      AND NOT EXISTS (SELECT 1 FROM review_withheld AS o WHERE o.anomaly_id = p.id AND v.analyst <> (SELECT name FROM viewer))
  ) AS prior_verdicts,
  b.anomaly_id IS NOT NULL OR i.anomaly_id IS NOT NULL OR c.anomaly_id IS NOT shown.anomaly_id AS is_blind,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN coalesce(b.kind, iif(i.anomaly_id IS NULL, NULL, 'review')) END AS blind_kind,
  CASE WHEN w.anomaly_id IS NULL AND h.anomaly_id IS NULL AND c.anomaly_id IS shown.anomaly_id THEN coalesce(b.propensity, i.propensity) END AS propensity,
  shown.verdict, shown.reason, shown.note, shown.analyst, shown.at_us, shown.decision_id, shown.bulk_id,
  CASE WHEN shown.anomaly_id <> a.id THEN shown.anomaly_id END AS carried_from,
  -- Whoever looks: the anomaly that the verdict in force was carried over from.
  CASE WHEN c.anomaly_id <> a.id THEN c.anomaly_id END AS in_force_from,
  -- The verdict to be looked at a second time, and the anomaly that it was given on.
  CASE WHEN h.anomaly_id IS NULL AND c.anomaly_id IS NOT shown.anomaly_id THEN c.decision_id END AS look_at,
  CASE WHEN h.anomaly_id IS NULL AND c.anomaly_id IS NOT shown.anomaly_id THEN c.anomaly_id END AS look_anomaly,
  h.anomaly_id IS NULL AND EXISTS (SELECT 1 FROM verdict_dispute AS x WHERE x.anomaly_id = a.id) AS is_disputed,
  h.anomaly_id IS NOT NULL AS is_in_review
FROM anomaly AS a
LEFT JOIN verdict_current AS c ON c.anomaly_id = (
  SELECT v.anomaly_id
  FROM anomaly AS p
  JOIN verdict_current AS v ON v.anomaly_id = p.id
  WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
    AND (p.id = a.id OR json_extract(p.body, '$.evidenceCount') = json_extract(a.body, '$.evidenceCount'))
    -- What others say in a review that is not ended for whoever looks stays in it.
    AND NOT EXISTS (SELECT 1 FROM review_withheld AS o WHERE o.anomaly_id = p.id AND v.analyst <> (SELECT name FROM viewer))
  ORDER BY p.id = a.id DESC, v.at_us DESC, v.anomaly_id
  LIMIT 1
)
LEFT JOIN blind_review_item AS i ON i.anomaly_id = a.id
LEFT JOIN review_withheld AS h ON h.anomaly_id = i.anomaly_id
LEFT JOIN verdict_current AS shown
  ON shown.anomaly_id = c.anomaly_id
  AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = c.anomaly_id)
  AND (h.anomaly_id IS NULL OR (shown.anomaly_id = a.id AND shown.analyst = (SELECT name FROM viewer)))
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
LEFT JOIN withheld_item AS w ON w.anomaly_id = a.id AND c.anomaly_id IS NULL;
