-- The newest case on each of some subjects and windows. Parameters: $model, $subjects (JSON array). Columns: id, subject_key, from_us.
SELECT id, subject_key, from_us
FROM (
  SELECT a.id, a.subject_key, a.from_us,
    row_number() OVER (PARTITION BY a.subject_key, a.from_us ORDER BY r.created_at_us DESC, a.id) AS turn
  FROM anomaly AS a
  JOIN run AS r ON r.id = a.run_id
  WHERE a.model = $model AND a.subject_key IN (SELECT value FROM json_each($subjects))
    AND NOT EXISTS (SELECT 1 FROM blind_review AS b WHERE b.run_id = r.id)
)
WHERE turn = 1
