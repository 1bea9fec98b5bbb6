-- Every model version. Columns as model_version.
SELECT id, model, manifest, dataset_version, created_at_us FROM model_version ORDER BY created_at_us, id
