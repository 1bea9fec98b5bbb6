-- The stage of every version. Columns: model_version, stage, decision_id.
SELECT model_version, stage, decision_id FROM stage_current ORDER BY model_version
