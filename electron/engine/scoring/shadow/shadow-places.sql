-- Parameters: $run. Columns: rank, subject_key, label, from_us, to_us, score, p_value, body.
SELECT rank, subject_key, label, from_us, to_us, score, p_value, body FROM shadow_place WHERE shadow_run = $run ORDER BY rank
