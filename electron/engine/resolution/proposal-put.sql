-- Makes a proposal. One that says the same as before is held already. Parameters: $a, $b, $p, $state, $parts, $prior, $margin, $doubt.
INSERT INTO entity_proposal (a_id, b_id, p, state, parts, is_gone, is_applied, prior_bits, margin_bits, doubt)
VALUES ($a, $b, $p, $state, $parts, 0, 0, $prior, $margin, $doubt)
ON CONFLICT (a_id, b_id) DO UPDATE SET
  is_gone = 0,
  is_applied = is_applied AND p = excluded.p AND state = excluded.state AND parts = excluded.parts,
  p = excluded.p, state = excluded.state, parts = excluded.parts,
  prior_bits = excluded.prior_bits, margin_bits = excluded.margin_bits, doubt = excluded.doubt
