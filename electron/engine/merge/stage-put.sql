-- A version nobody has decided about. Parameters: $id, $model.
INSERT INTO stage_current (model_version, model, stage, decision_id) VALUES ($id, $model, 'registered', NULL)
ON CONFLICT (model_version) DO NOTHING
