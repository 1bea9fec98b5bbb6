-- Scoring the same again keeps the run's id and anomalies and makes it the newest of its model, with today's stage and notices.
-- Parameters: $id, $model, $version, $dataset, $body, $createdAt.
INSERT INTO run (id, model, model_version, dataset_version, body, created_at_us)
VALUES ($id, $model, $version, $dataset, $body, $createdAt)
ON CONFLICT (id) DO UPDATE SET
  body = excluded.body,
  created_at_us = excluded.created_at_us,
  rowid = (SELECT max(rowid) FROM run) + 1
