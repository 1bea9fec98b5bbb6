-- What the records of the inventories in use resolve to. All of it but `entity_override` is derived and can be made again: `entity_partition` names
-- what it was made from. Times are microseconds UTC, NULL where unbounded; `spans` is JSON [[from, to], …].
CREATE TABLE entity_partition (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  rules INTEGER NOT NULL,
  made_at_us INTEGER NOT NULL
) STRICT;
-- The versions of inventories that the records were read from, and when each is in use.
CREATE TABLE entity_source (
  inventory_id TEXT PRIMARY KEY REFERENCES inventory (id),
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  from_us INTEGER,
  to_us INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE entity_record (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  row_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('account', 'person', 'host', 'group')),
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  record_key TEXT NOT NULL,
  label TEXT NOT NULL,
  detail TEXT NOT NULL,
  spans TEXT NOT NULL,
  -- Where it was said last.
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  entity_id TEXT NOT NULL
) STRICT;
CREATE INDEX entity_record_by_entity ON entity_record (entity_id);
CREATE INDEX entity_record_by_row ON entity_record (row_id);
CREATE INDEX entity_record_by_source ON entity_record (kind, source);
CREATE TABLE entity_identifier (
  identifier TEXT NOT NULL,
  record_no INTEGER NOT NULL,
  family TEXT NOT NULL,
  weight TEXT NOT NULL CHECK (weight IN ('strong', 'medium', 'weak')),
  exclusive TEXT NOT NULL CHECK (exclusive IN ('ever', 'at once', 'no')),
  PRIMARY KEY (identifier, record_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_identifier_by_record ON entity_identifier (record_no);
-- Which records a row of a version is: one for each thing it speaks of.
CREATE TABLE entity_row (
  inventory_id TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  record_no INTEGER NOT NULL,
  PRIMARY KEY (inventory_id, row_no, record_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  detail TEXT NOT NULL,
  anchor_id TEXT NOT NULL,
  records INTEGER NOT NULL,
  from_us INTEGER,
  to_us INTEGER,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_by_type ON entity (type, label);
CREATE TABLE entity_edge (
  a_no INTEGER NOT NULL,
  b_no INTEGER NOT NULL,
  rule TEXT NOT NULL,
  identifier TEXT,
  state TEXT NOT NULL CHECK (state IN ('joined', 'support', 'vetoed', 'review', 'blocked')),
  join_order INTEGER,
  confidence REAL NOT NULL,
  from_us INTEGER,
  to_us INTEGER,
  against TEXT,
  parts TEXT NOT NULL,
  decision_id TEXT
) STRICT;
CREATE INDEX entity_edge_by_a ON entity_edge (a_no);
CREATE INDEX entity_edge_by_b ON entity_edge (b_no);
CREATE INDEX entity_edge_by_state ON entity_edge (state);
CREATE TABLE entity_generic (
  type TEXT NOT NULL,
  identifier TEXT NOT NULL,
  reason TEXT NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (type, identifier)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity_redirect (
  old_id TEXT PRIMARY KEY,
  new_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  cause TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_redirect_by_new ON entity_redirect (new_id);
-- What became of an entity's id, partition by partition.
CREATE TABLE entity_history (
  number INTEGER NOT NULL REFERENCES entity_partition (number),
  op TEXT NOT NULL CHECK (op IN ('merged', 'split', 'redirected', 'gone')),
  old_id TEXT NOT NULL,
  new_id TEXT,
  label TEXT NOT NULL
) STRICT;
CREATE INDEX entity_history_by_old ON entity_history (old_id);
CREATE INDEX entity_history_by_new ON entity_history (new_id);
-- What probabilistic linkage proposed, by record id.
CREATE TABLE entity_proposal (
  a_id TEXT NOT NULL,
  b_id TEXT NOT NULL,
  p REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'review')),
  parts TEXT NOT NULL,
  is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
  is_applied INTEGER NOT NULL CHECK (is_applied IN (0, 1)),
  PRIMARY KEY (a_id, b_id)
) STRICT, WITHOUT ROWID;
-- Decisions about entities, rebuilt from the log at will. `body` is JSON of what was decided, by row; `is_applied` says whether the partition holds it.
CREATE TABLE entity_override (
  decision_id TEXT PRIMARY KEY REFERENCES decision (id),
  op TEXT NOT NULL,
  body TEXT NOT NULL,
  is_undone INTEGER NOT NULL CHECK (is_undone IN (0, 1)),
  is_applied INTEGER NOT NULL CHECK (is_applied IN (0, 1))
) STRICT;
CREATE INDEX lease_by_device ON lease (device, from_us);
