-- Statements of the SQL console, each once, with what became of its last run. `seq` is the order of last runs.
CREATE TABLE sql_statement (
  id TEXT PRIMARY KEY,
  sql TEXT NOT NULL,
  name TEXT,
  is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
  seq INTEGER NOT NULL UNIQUE,
  runs INTEGER NOT NULL,
  last_run_us INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'cancelled')),
  row_count INTEGER,
  is_cut INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
  elapsed_ms INTEGER NOT NULL,
  dataset_number INTEGER,
  message TEXT
) STRICT;
