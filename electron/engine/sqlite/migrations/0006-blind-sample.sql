-- Anomalies of the blind sample: audit items, drawn at random from what the run did not surface, and surfaced ones to hide them among.
-- `pool` is how many subjects `sample` of them were drawn from; `propensity` the chance the subject had of being put before the analyst.
CREATE TABLE blind_item (
  anomaly_id TEXT PRIMARY KEY REFERENCES anomaly (id),
  kind TEXT NOT NULL CHECK (kind IN ('audit', 'surfaced')),
  pool INTEGER NOT NULL CHECK (pool >= sample),
  sample INTEGER NOT NULL CHECK (sample > 0),
  propensity REAL NOT NULL CHECK (propensity > 0 AND propensity <= 1)
) STRICT, WITHOUT ROWID;

-- Those that nobody has judged yet, not even to take it back.
CREATE VIEW withheld_item AS
SELECT b.anomaly_id
FROM blind_item AS b
WHERE NOT EXISTS (SELECT 1 FROM decision_target AS t WHERE t.anomaly_id = b.anomaly_id AND t.kind = 'verdict.record');

-- Where an anomaly comes in the queue: `is_last` ones after all others, then `place` by `weight`. Of the blind sample no p-value breaks a tie.
CREATE VIEW queue_place AS
SELECT
  a.id, a.run_id, a.model,
  coalesce(h.state = 'suppressed', 0) AS is_last,
  coalesce(p.place, a.rank) AS place,
  coalesce(h.weight, 1.0) AS weight,
  CASE WHEN b.anomaly_id IS NULL THEN a.p_value ELSE 2.0 END AS tie
FROM anomaly AS a
LEFT JOIN anomaly_place AS p ON p.anomaly_id = a.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = a.id
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id;

-- An anomaly as the queue shows it, but for its place there. What comes from the score is NULL while it is withheld.
DROP VIEW queue_item;
CREATE VIEW queue_item AS
SELECT
  a.id, a.run_id, a.model, a.label, a.from_us, a.to_us, a.body,
  CASE WHEN w.anomaly_id IS NULL THEN a.score END AS score,
  CASE WHEN w.anomaly_id IS NULL THEN a.p_value END AS p_value,
  CASE WHEN w.anomaly_id IS NULL THEN a.q_value END AS q_value,
  CASE WHEN w.anomaly_id IS NULL THEN json_extract(a.body, '$.reasons') END AS reasons,
  CASE WHEN w.anomaly_id IS NULL THEN json_extract(a.body, '$.isNew') END AS is_new,
  json_extract(a.body, '$.subject') AS subject,
  json_extract(a.body, '$.evidenceCount') AS evidence_count,
  (
    SELECT count(*) FROM verdict_current AS v JOIN anomaly AS p ON p.id = v.anomaly_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.id <> a.id
  ) AS prior_verdicts,
  b.anomaly_id IS NOT NULL AS is_blind,
  CASE WHEN w.anomaly_id IS NULL THEN b.kind END AS blind_kind,
  CASE WHEN w.anomaly_id IS NULL THEN b.propensity END AS propensity,
  c.verdict, c.reason, c.note, c.analyst, c.at_us, c.decision_id, c.bulk_id,
  CASE WHEN c.anomaly_id <> a.id THEN c.anomaly_id END AS carried_from
FROM anomaly AS a
-- The verdict on this anomaly, or else the newest on the same subject, window and number of events in another run: the same
-- evidence scored again is not asked about twice.
LEFT JOIN verdict_current AS c ON c.anomaly_id = (
  SELECT v.anomaly_id
  FROM anomaly AS p
  JOIN verdict_current AS v ON v.anomaly_id = p.id
  WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
    AND (p.id = a.id OR json_extract(p.body, '$.evidenceCount') = json_extract(a.body, '$.evidenceCount'))
  ORDER BY p.id = a.id DESC, v.at_us DESC, v.anomaly_id
  LIMIT 1
)
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
LEFT JOIN withheld_item AS w ON w.anomaly_id = a.id AND c.anomaly_id IS NULL;
