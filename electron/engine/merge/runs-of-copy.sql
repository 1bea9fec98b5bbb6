-- Every run. Columns as run.
SELECT id, model, model_version, dataset_version, body, created_at_us FROM run ORDER BY created_at_us, id
