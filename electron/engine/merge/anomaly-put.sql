-- An anomaly is written once and never changed. Parameters as the columns.
INSERT INTO anomaly (id, run_id, rank, model, subject_key, label, from_us, to_us, score, p_value, q_value, body)
VALUES ($id, $run_id, $rank, $model, $subject_key, $label, $from_us, $to_us, $score, $p_value, $q_value, $body)
ON CONFLICT (id) DO NOTHING
