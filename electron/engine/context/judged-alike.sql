-- Verdicts in force on other anomalies about the same subject or the same entity, newest first. Parameters: $anomaly.
SELECT a.label, a.model, v.verdict, v.analyst, v.at_us,
       MAX(CASE WHEN a.model = me.model AND a.subject_key = me.subject_key THEN 1 ELSE 0 END) AS same_subject, MIN(e.entity) AS entity,
       json_group_array(DISTINCT e.entity) AS entities
FROM anomaly AS me
JOIN anomaly AS a ON a.id <> me.id
JOIN verdict_current AS v ON v.anomaly_id = a.id
LEFT JOIN anomaly_entity AS mine ON mine.anomaly_id = me.id
LEFT JOIN anomaly_entity AS e ON e.anomaly_id = a.id AND e.entity = mine.entity
WHERE me.id = $anomaly AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = v.anomaly_id)
  -- Of a blind review that goes on, neither what others say in it nor which of its cases somebody's queue had.
  AND NOT EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = v.anomaly_id AND v.analyst <> (SELECT name FROM viewer))
  AND NOT (
    EXISTS (SELECT 1 FROM review_withheld AS h WHERE h.anomaly_id = $anomaly)
    AND a.model = me.model AND a.subject_key = me.subject_key AND a.from_us = me.from_us
  )
  AND (e.entity IS NOT NULL OR (a.model = me.model AND a.subject_key = me.subject_key))
GROUP BY a.id, a.label, a.model, v.verdict, v.analyst, v.at_us
ORDER BY same_subject DESC, v.at_us DESC, a.id
LIMIT 50
