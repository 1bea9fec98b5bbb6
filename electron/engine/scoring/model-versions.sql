-- Versions with their stage, newest first. Parameters: $model (NULL for all). Columns: id, model, manifest, created_at_us, stage.
SELECT v.id, v.model, v.manifest, v.created_at_us, s.stage
FROM model_version AS v
JOIN stage_current AS s ON s.model_version = v.id
WHERE $model IS NULL OR v.model = $model
ORDER BY v.created_at_us DESC, v.rowid DESC
