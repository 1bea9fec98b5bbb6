-- Anomalies of some runs on which no verdict is in force, the longest waiting first. As in the queue, a verdict on the same subject, window and
-- number of events in another run stands for this one too. Parameters: $runs (JSON array of ids).
-- Columns: id, model, label, surfaced_at_us (by the first run that has the subject and window).
SELECT a.id, a.model, a.label,
  (
    SELECT min(r.created_at_us) FROM anomaly AS p JOIN run AS r ON r.id = p.run_id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
  ) AS surfaced_at_us
FROM anomaly AS a
WHERE a.run_id IN (SELECT value FROM json_each($runs))
  AND NOT EXISTS (
    SELECT 1
    FROM anomaly AS p
    JOIN verdict_current AS v ON v.anomaly_id = p.id
    WHERE p.model = a.model AND p.subject_key = a.subject_key AND p.from_us = a.from_us AND p.to_us = a.to_us
      AND (p.id = a.id OR json_extract(p.body, '$.evidenceCount') = json_extract(a.body, '$.evidenceCount'))
  )
ORDER BY surfaced_at_us, a.id
