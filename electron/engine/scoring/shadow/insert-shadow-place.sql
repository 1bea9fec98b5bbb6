-- Written once and never changed. Parameters as the columns.
INSERT INTO shadow_place (shadow_run, rank, subject_key, label, from_us, to_us, score, p_value, body)
VALUES ($run, $rank, $subjectKey, $label, $from, $to, $score, $pValue, $body)
ON CONFLICT (shadow_run, rank) DO NOTHING
