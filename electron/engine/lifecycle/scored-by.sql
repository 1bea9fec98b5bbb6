-- The run that made an anomaly, and where its version stood then and stands now. Parameters: $anomaly.
-- Columns: run, model, version, scored_at_us, stage_then, stage_now.
SELECT r.id AS run, r.model, r.model_version AS version, r.created_at_us AS scored_at_us,
  json_extract(r.body, '$.stage') AS stage_then, s.stage AS stage_now
FROM anomaly AS a
JOIN run AS r ON r.id = a.run_id
JOIN stage_current AS s ON s.model_version = r.model_version
WHERE a.id = $anomaly
