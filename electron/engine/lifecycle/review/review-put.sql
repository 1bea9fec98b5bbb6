-- A review; drawn again it becomes the newest. Parameters: $id, $model, $candidate, $champion (NULL for none), $body (JSON), $createdAt.
INSERT INTO blind_review (run_id, model, candidate, champion, body, created_at_us)
VALUES ($id, $model, $candidate, $champion, $body, $createdAt)
ON CONFLICT (run_id) DO UPDATE SET created_at_us = excluded.created_at_us
