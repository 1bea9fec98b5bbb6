-- Verdicts in force on other anomalies about the same subject or the same entity, newest first. Parameters: $anomaly.
-- Starts from the few things the anomaly is about: from the anomalies it would read every one there is.
WITH alike (anomaly_id, entity) AS (
  SELECT e.anomaly_id, e.entity
  FROM anomaly_entity AS mine
  CROSS JOIN anomaly_entity AS e ON e.entity = mine.entity
  WHERE mine.anomaly_id = $anomaly
  UNION ALL
  SELECT o.id, NULL
  FROM anomaly AS own
  CROSS JOIN anomaly AS o ON o.model = own.model AND o.subject_key = own.subject_key
  WHERE own.id = $anomaly
)
SELECT a.label, a.model, v.verdict, v.analyst, v.at_us,
       MAX(CASE WHEN a.model = me.model AND a.subject_key = me.subject_key THEN 1 ELSE 0 END) AS same_subject, MIN(e.entity) AS entity,
       json_group_array(DISTINCT e.entity) AS entities
FROM alike AS e
CROSS JOIN verdict_current AS v ON v.anomaly_id = e.anomaly_id
CROSS JOIN anomaly AS a ON a.id = e.anomaly_id
CROSS JOIN anomaly AS me ON me.id = $anomaly
WHERE a.id <> $anomaly AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = v.anomaly_id)
  -- Of a blind review that goes on, neither what others say in it nor which of its cases somebody's queue had.
  AND NOT EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = v.anomaly_id AND v.analyst <> (SELECT name FROM viewer))
  AND NOT (
    EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = $anomaly)
    AND a.model = me.model AND a.subject_key = me.subject_key AND a.from_us = me.from_us
  )
GROUP BY a.id, a.label, a.model, v.verdict, v.analyst, v.at_us
ORDER BY same_subject DESC, v.at_us DESC, a.id
LIMIT 50
