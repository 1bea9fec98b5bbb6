-- A dataset version of the other copy; its number here is the next. Parameters: $id, $snapshots (JSON list of ids), $events, $from, $to, $createdAt.
INSERT INTO dataset_version (id, number, snapshots, events, from_us, to_us, created_at_us)
SELECT $id, coalesce(max(number), 0) + 1, $snapshots, $events, $from, $to, $createdAt FROM dataset_version
