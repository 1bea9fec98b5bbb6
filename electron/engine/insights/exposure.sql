-- What some runs scored and surfaced, each model, dataset and range once. Parameters: $runs (JSON array of ids).
-- Columns: subjects, surfaced (audit items left out) and days (of windows, UTC, with any surfaced), all over all of them.
WITH chosen AS (
  SELECT id, body,
    row_number() OVER (PARTITION BY model, dataset_version, body ->> '$.range' ORDER BY created_at_us DESC, id) AS turn
  FROM run
  WHERE id IN (SELECT value FROM json_each($runs))
),
surfaced AS (
  SELECT a.from_us / 86400000000 AS day
  FROM chosen AS c
  JOIN anomaly AS a ON a.run_id = c.id
  LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
  WHERE c.turn = 1 AND coalesce(b.kind, 'surfaced') <> 'audit'
)
SELECT
  (SELECT coalesce(sum(body ->> '$.subjects'), 0) FROM chosen WHERE turn = 1) AS subjects,
  (SELECT count(*) FROM surfaced) AS surfaced,
  (SELECT count(DISTINCT day) FROM surfaced) AS days
