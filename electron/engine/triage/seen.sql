-- What a judge is looking at. Parameters: $anomalies (JSON array of ids).
-- Columns: id, run_id, model_version, score, p_value, body; surfaced_at_us (by the first run that has the subject and window); blind_kind and propensity when these are withheld from the judge, else NULL.
SELECT a.id, a.run_id, r.model_version, a.score, a.p_value, a.body,
  (
    SELECT min(o.created_at_us) FROM anomaly AS p JOIN run AS o ON o.id = p.run_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
  ) AS surfaced_at_us,
  b.kind AS blind_kind, b.propensity
FROM anomaly AS a
JOIN run AS r ON r.id = a.run_id
LEFT JOIN blind_item AS b
  ON b.anomaly_id = a.id
  AND EXISTS (SELECT 1 FROM queue_item AS q WHERE q.id = b.anomaly_id AND q.is_blind AND q.blind_kind IS NULL)
WHERE a.id IN (SELECT value FROM json_each($anomalies))
ORDER BY a.id
