-- Anomalies by id, with what names them. Parameters: $ids (JSON array). Columns: id, label, model, run, is_withheld (put to the analyst at the desk
-- again, or reviewed blind).
SELECT a.id, a.label, a.model, a.run_id AS run,
  EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = a.id)
    OR EXISTS (SELECT 1 FROM review_withheld AS w WHERE w.anomaly_id = a.id) AS is_withheld
FROM anomaly AS a
WHERE a.id IN (SELECT value FROM json_each($ids))
ORDER BY a.id
