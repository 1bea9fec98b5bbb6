-- What a judged anomaly is; of cases of blind reviews, which no queue had, nothing. Parameters: $anomalies (JSON array of ids).
-- Columns: id, run_id, model, subject_key, label, from_us, to_us, kind (NULL where it is not of the blind sample).
SELECT a.id, a.run_id, a.model, a.subject_key, a.label, a.from_us, a.to_us, b.kind
FROM anomaly AS a
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE a.id IN (SELECT value FROM json_each($anomalies))
  AND NOT EXISTS (SELECT 1 FROM blind_review_item AS i WHERE i.anomaly_id = a.id)
