-- Verdicts in force on other anomalies with the same subject, or sharing an entity. Parameters: $anomaly, $model, $subject.
SELECT
  p.id, p.label, p.model, c.verdict, c.analyst, c.at_us,
  CASE WHEN p.model = $model AND p.subject_key = $subject THEN 'subject' ELSE 'entity' END AS same
FROM verdict_current AS c
JOIN anomaly AS p ON p.id = c.anomaly_id
WHERE p.id <> $anomaly
  AND (
    (p.model = $model AND p.subject_key = $subject)
    OR EXISTS (
      SELECT 1 FROM anomaly_entity AS theirs JOIN anomaly_entity AS ours ON ours.entity = theirs.entity
      WHERE theirs.anomaly_id = p.id AND ours.anomaly_id = $anomaly
    )
  )
ORDER BY c.at_us DESC, p.id
LIMIT 20
