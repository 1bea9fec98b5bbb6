-- Every champion there is. Columns: model, model_version.
SELECT model, model_version FROM stage_current WHERE stage = 'champion' ORDER BY model
