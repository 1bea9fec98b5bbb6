-- Notes that the records of a type were compared. Parameters: $type, $input, $records, $skipped, $model, $now.
INSERT INTO entity_linkage (type, input_id, records, pairs_skipped, model, made_at_us)
VALUES ($type, $input, $records, $skipped, $model, $now)
ON CONFLICT (type) DO UPDATE SET
  input_id = excluded.input_id, records = excluded.records, pairs_skipped = excluded.pairs_skipped, model = excluded.model, made_at_us = excluded.made_at_us
