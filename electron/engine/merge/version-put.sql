-- Parameters as the columns.
INSERT INTO model_version (id, model, manifest, dataset_version, created_at_us)
VALUES ($id, $model, $manifest, $dataset_version, $created_at_us)
ON CONFLICT (id) DO NOTHING
