-- An entity as it is now. Parameters: $id, $type, $label, $detail, $anchor, $records, $from, $to, $since.
INSERT INTO entity (id, type, label, detail, anchor_id, records, from_us, to_us, since)
VALUES ($id, $type, $label, $detail, $anchor, $records, $from, $to, $since)
ON CONFLICT (id) DO UPDATE SET label = excluded.label, detail = excluded.detail, anchor_id = excluded.anchor_id,
  records = excluded.records, from_us = excluded.from_us, to_us = excluded.to_us
