-- Parameters as the columns; a champion that could not be brought is none here.
INSERT INTO blind_review (run_id, model, candidate, champion, body, created_at_us)
VALUES ($run_id, $model, $candidate, (SELECT id FROM model_version WHERE id = $champion), $body, $created_at_us)
ON CONFLICT (run_id) DO NOTHING
