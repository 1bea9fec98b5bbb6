-- Verdicts in force on other anomalies with the same subject, or sharing an entity; none that a second look must not know. Parameters: $anomaly, $model, $subject.
WITH ours AS (SELECT entity FROM anomaly_entity WHERE anomaly_id = $anomaly)
SELECT
  p.id, p.label, p.model, c.verdict, c.analyst, c.at_us,
  CASE WHEN p.model = $model AND p.subject_key = $subject THEN 'subject' ELSE 'entity' END AS same
-- Verdicts are few beside anomalies, so they lead.
FROM verdict_current AS c
CROSS JOIN anomaly AS p ON p.id = c.anomaly_id
WHERE p.id <> $anomaly
  AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = c.anomaly_id)
  -- Of a blind review that goes on, neither what others say in it nor which of its cases somebody's queue had.
  AND NOT EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = c.anomaly_id AND c.analyst <> (SELECT name FROM viewer))
  AND NOT (
    EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = $anomaly)
    AND p.model = $model AND p.subject_key = $subject AND p.from_us = (SELECT from_us FROM anomaly WHERE id = $anomaly)
  )
  AND (
    (p.model = $model AND p.subject_key = $subject)
    OR EXISTS (SELECT 1 FROM ours JOIN anomaly_entity AS theirs ON theirs.entity = ours.entity AND theirs.anomaly_id = p.id)
  )
ORDER BY c.at_us DESC, p.id
LIMIT 20
