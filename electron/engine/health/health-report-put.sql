-- Keeps a report, in place of an earlier one of the same data. Parameters: $key, $id, $dataset, $body, $rows (JSON), $now.
INSERT INTO health_report (key, id, dataset_version, body, rows, measured_at_us) VALUES ($key, $id, $dataset, $body, $rows, $now)
ON CONFLICT (key) DO UPDATE SET id = excluded.id, body = excluded.body, rows = excluded.rows, measured_at_us = excluded.measured_at_us
