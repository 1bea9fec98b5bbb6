-- Where a version stands. Parameters: $version. Columns: model, stage.
SELECT model, stage FROM stage_current WHERE model_version = $version
