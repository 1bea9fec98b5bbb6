-- The same version beside the same run is one shadow run. What it was as challenger it stays. Parameters: $id, $model, $version, $beside, $body, $createdAt.
INSERT INTO shadow_run (id, model, model_version, beside_run, body, created_at_us)
VALUES ($id, $model, $version, $beside, $body, $createdAt)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, created_at_us = excluded.created_at_us
WHERE shadow_run.body ->> '$.stage' <> 'challenger'
