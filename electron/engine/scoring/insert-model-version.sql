-- A model version of the same content is registered once. Parameters: $id, $model, $manifest, $dataset, $createdAt.
INSERT INTO model_version (id, model, manifest, dataset_version, created_at_us)
VALUES ($id, $model, $manifest, $dataset, $createdAt)
ON CONFLICT (id) DO NOTHING
