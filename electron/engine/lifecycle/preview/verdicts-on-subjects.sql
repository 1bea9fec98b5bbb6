-- Verdicts in force on some subjects of a model, newest first; none that a second look must not know. Parameters: $model, $subjects (JSON array).
-- Columns: anomaly_id, subject_key, from_us, verdict, analyst, at_us.
SELECT a.id AS anomaly_id, a.subject_key, a.from_us, c.verdict, c.analyst, c.at_us
FROM verdict_current AS c
JOIN anomaly AS a ON a.id = c.anomaly_id
WHERE a.model = $model AND a.subject_key IN (SELECT value FROM json_each($subjects))
  AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = c.anomaly_id)
  AND NOT EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = c.anomaly_id)
ORDER BY c.at_us DESC, a.id
