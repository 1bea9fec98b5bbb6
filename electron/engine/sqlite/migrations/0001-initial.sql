-- Decisions are the truth about what people did. Everything an analyst decided can be derived again from this table.
CREATE TABLE decision (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at_us INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (length(actor) > 0),
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER decision_is_append_only_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_is_append_only_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE INDEX decision_by_kind ON decision (kind, seq);

-- Projections of the log, rebuilt from it at will.
CREATE TABLE verdict_current (
  anomaly_id TEXT PRIMARY KEY,
  decision_id TEXT NOT NULL REFERENCES decision (id),
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  analyst TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  bulk_id TEXT
) STRICT;
-- Which anomalies a verdict or a note is about, and whether it was taken back.
CREATE TABLE decision_target (
  anomaly_id TEXT NOT NULL,
  decision_id TEXT NOT NULL REFERENCES decision (id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
  PRIMARY KEY (anomaly_id, seq)
) STRICT;
CREATE INDEX decision_target_by_decision ON decision_target (decision_id);
CREATE TABLE stage_current (
  model_version TEXT PRIMARY KEY REFERENCES model_version (id),
  model TEXT NOT NULL,
  stage TEXT NOT NULL,
  decision_id TEXT REFERENCES decision (id)
) STRICT;
CREATE UNIQUE INDEX one_champion_per_model ON stage_current (model) WHERE stage = 'champion';

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE snapshot (
  id TEXT PRIMARY KEY,
  prefix TEXT NOT NULL UNIQUE,
  manifest TEXT NOT NULL,
  imported_at_us INTEGER NOT NULL
) STRICT;
CREATE TABLE dataset_version (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  snapshots TEXT NOT NULL,
  events INTEGER NOT NULL,
  from_us INTEGER,
  to_us INTEGER,
  created_at_us INTEGER NOT NULL
) STRICT;

CREATE TABLE inventory (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  rows INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  columns TEXT NOT NULL,
  dropped_columns TEXT NOT NULL,
  imported_at_us INTEGER NOT NULL
) STRICT;
CREATE TABLE inventory_record (
  inventory_id TEXT NOT NULL REFERENCES inventory (id),
  row_no INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (inventory_id, row_no)
) STRICT, WITHOUT ROWID;
-- Canonical identifiers of inventory rows; `t_from_us`/`t_to_us` bound a binding in time (DHCP leases).
CREATE TABLE inventory_identifier (
  identifier TEXT NOT NULL,
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  t_from_us INTEGER,
  t_to_us INTEGER,
  FOREIGN KEY (inventory_id, row_no) REFERENCES inventory_record (inventory_id, row_no)
) STRICT;
CREATE INDEX inventory_by_identifier ON inventory_identifier (identifier, t_from_us);

CREATE TABLE model_version (
  id TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  manifest TEXT NOT NULL,
  dataset_version TEXT NOT NULL REFERENCES dataset_version (id),
  created_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX model_version_by_model ON model_version (model, created_at_us);

CREATE TABLE run (
  id TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  model_version TEXT NOT NULL REFERENCES model_version (id),
  dataset_version TEXT NOT NULL REFERENCES dataset_version (id),
  body TEXT NOT NULL,
  created_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX run_by_model ON run (model, created_at_us);

CREATE TABLE anomaly (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES run (id),
  rank INTEGER NOT NULL,
  model TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  label TEXT NOT NULL,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  score REAL NOT NULL,
  p_value REAL NOT NULL,
  q_value REAL NOT NULL,
  -- JSON: subject, features, contributions, headline, reasons, evidence refs (see scoring/anomaly-body.ts)
  body TEXT NOT NULL
) STRICT;
CREATE INDEX anomaly_by_run ON anomaly (run_id, rank);
CREATE INDEX anomaly_by_subject ON anomaly (model, subject_key);
CREATE TABLE anomaly_entity (
  entity TEXT NOT NULL,
  anomaly_id TEXT NOT NULL REFERENCES anomaly (id),
  PRIMARY KEY (entity, anomaly_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE context_graph (
  anomaly_id TEXT PRIMARY KEY REFERENCES anomaly (id),
  body TEXT NOT NULL
) STRICT;

-- An anomaly as the queue shows it, but for its place there.
CREATE VIEW queue_item AS
SELECT
  a.id, a.run_id, a.model, a.rank AS run_rank, a.label, a.from_us, a.to_us, a.score, a.p_value, a.q_value, a.body,
  json_extract(a.body, '$.subject') AS subject,
  json_extract(a.body, '$.reasons') AS reasons,
  json_extract(a.body, '$.evidenceCount') AS evidence_count,
  json_extract(a.body, '$.isNew') AS is_new,
  (
    SELECT count(*) FROM verdict_current AS v JOIN anomaly AS p ON p.id = v.anomaly_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.id <> a.id
  ) AS prior_verdicts,
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
);
