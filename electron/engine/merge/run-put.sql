-- A run of the other copy; of one that both have, what was said of it last. Parameters as the columns.
INSERT INTO run (id, model, model_version, dataset_version, body, created_at_us)
VALUES ($id, $model, $model_version, $dataset_version, $body, $created_at_us)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, created_at_us = excluded.created_at_us WHERE excluded.created_at_us > run.created_at_us
