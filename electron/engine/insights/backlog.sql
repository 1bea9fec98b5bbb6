-- Anomalies of some runs without a verdict, the longest waiting first. Parameters: $runs (JSON array of ids).
-- Columns: id, model, label, surfaced_at_us (by the first run that has the subject and window).
SELECT q.id, q.model, q.label,
  (
    SELECT min(r.created_at_us) FROM anomaly AS p JOIN run AS r ON r.id = p.run_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
  ) AS surfaced_at_us
FROM queue_item AS q
JOIN anomaly AS a ON a.id = q.id
WHERE q.verdict IS NULL AND q.run_id IN (SELECT value FROM json_each($runs))
ORDER BY surfaced_at_us, q.id
