-- What a version made of the events that a run scored, without being asked for its place in the queue. No anomaly, label or figure comes of it.
CREATE TABLE shadow_run (
  id TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  model_version TEXT NOT NULL REFERENCES model_version (id),
  beside_run TEXT NOT NULL REFERENCES run (id),
  body TEXT NOT NULL,
  created_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX shadow_run_by_version ON shadow_run (model_version, created_at_us);

-- Where it puts subjects: all on its own list, and those that are on the run's. `rank` is among all scored subjects, from 1.
CREATE TABLE shadow_place (
  shadow_run TEXT NOT NULL REFERENCES shadow_run (id),
  rank INTEGER NOT NULL,
  subject_key TEXT NOT NULL,
  label TEXT NOT NULL,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  score REAL NOT NULL,
  p_value REAL NOT NULL,
  -- JSON: headline, reasons, features (see scoring/shadow/shadow-runs.ts)
  body TEXT NOT NULL,
  PRIMARY KEY (shadow_run, rank)
) STRICT, WITHOUT ROWID;
