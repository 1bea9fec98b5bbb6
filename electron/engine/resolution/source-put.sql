-- A version that records were read from. Parameters: $id, $kind, $source, $from, $to.
INSERT INTO entity_source (inventory_id, kind, source, from_us, to_us) VALUES ($id, $kind, $source, $from, $to)
