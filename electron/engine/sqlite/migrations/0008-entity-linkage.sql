-- What linkage says of its proposals beside their evidence. `doubt` is why a person is asked; `margin_bits` is NULL where there is no other candidate.
ALTER TABLE entity_proposal ADD COLUMN prior_bits REAL NOT NULL DEFAULT 0;
ALTER TABLE entity_proposal ADD COLUMN margin_bits REAL;
ALTER TABLE entity_proposal ADD COLUMN doubt TEXT NOT NULL DEFAULT '';
CREATE INDEX entity_proposal_by_b ON entity_proposal (b_id);
-- When the records of a type were last compared with each other, from what, and what was learned for it.
CREATE TABLE entity_linkage (
  type TEXT PRIMARY KEY,
  -- Digest of what was compared.
  input_id TEXT NOT NULL,
  records INTEGER NOT NULL,
  pairs_skipped INTEGER NOT NULL,
  -- JSON; NULL where fewer than two sources describe things of the type.
  model TEXT,
  made_at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
