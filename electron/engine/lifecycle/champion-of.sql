-- The champion of a model, if it has one. Parameters: $model. Columns: model_version.
SELECT model_version FROM stage_current WHERE model = $model AND stage = 'champion'
