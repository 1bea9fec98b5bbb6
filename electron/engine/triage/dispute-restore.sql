-- Notes where verdicts differ that were given without sight of each other. Parameters: $anomalies (JSON array of ids).
INSERT INTO verdict_dispute (anomaly_id)
SELECT f.anomaly_id
FROM json_each($anomalies) AS wanted
JOIN verdict_front AS f ON f.anomaly_id = wanted.value
GROUP BY f.anomaly_id
HAVING count(DISTINCT f.verdict) > 1
