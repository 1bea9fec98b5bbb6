-- Verdicts in force on anomalies about entities, with how old each is next to the newest of all. Parameters: $entities (JSON list), $anomaly (left out).
SELECT e.entity, a.model, v.verdict, (SELECT MAX(at_us) FROM verdict_current) - v.at_us AS age_us
FROM json_each($entities) AS wanted
JOIN anomaly_entity AS e ON e.entity = wanted.value
JOIN anomaly AS a ON a.id = e.anomaly_id AND a.id <> $anomaly
JOIN verdict_current AS v ON v.anomaly_id = a.id AND NOT EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = v.anomaly_id)
ORDER BY e.entity, a.id
