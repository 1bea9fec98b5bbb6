-- Parameters: $version, $stage, $decision.
UPDATE stage_current SET stage = $stage, decision_id = $decision WHERE model_version = $version
