-- What was measured of a dataset version and the inventories in use. `key` names what it was measured of, `id` what was found (a digest of `body`).
-- `rows` is JSON of what counted against each metric. Disposable: measured again when missing.
CREATE TABLE health_report (
  key TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  dataset_version TEXT NOT NULL REFERENCES dataset_version (id),
  body TEXT NOT NULL,
  rows TEXT NOT NULL,
  measured_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX health_report_by_dataset ON health_report (dataset_version, measured_at_us);

-- The health of an anomaly's own slice when it was scored. `weight` divides its rank; `body` is JSON of its gates.
CREATE TABLE anomaly_health (
  anomaly_id TEXT PRIMARY KEY REFERENCES anomaly (id),
  state TEXT NOT NULL CHECK (state IN ('actionable', 'context-limited', 'suppressed')),
  weight REAL NOT NULL,
  failing TEXT NOT NULL,
  warnings TEXT NOT NULL,
  gates TEXT NOT NULL,
  report_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
