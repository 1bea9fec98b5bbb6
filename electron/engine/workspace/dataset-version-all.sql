-- Every dataset version, oldest first. Columns as dataset_version.
SELECT id, number, snapshots, events, from_us, to_us, created_at_us FROM dataset_version ORDER BY number
