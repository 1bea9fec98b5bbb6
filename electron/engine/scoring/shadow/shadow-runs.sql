-- Shadow runs of a version, newest first. Parameters: $version. Columns: body.
SELECT body FROM shadow_run WHERE model_version = $version ORDER BY created_at_us DESC, rowid DESC
