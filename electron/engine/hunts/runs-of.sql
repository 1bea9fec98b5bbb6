-- What made some runs ($runs, JSON array of ids). Columns: id, model, model_version, dataset_version.
SELECT id, model, model_version, dataset_version FROM run WHERE id IN (SELECT value FROM json_each($runs)) ORDER BY id
