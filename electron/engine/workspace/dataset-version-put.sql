-- Registers a dataset version. Parameters: $id $number $snapshots (JSON list of ids) $events $from $to $createdAt.
INSERT INTO dataset_version (id, number, snapshots, events, from_us, to_us, created_at_us)
VALUES ($id, $number, $snapshots, $events, $from, $to, $createdAt)
