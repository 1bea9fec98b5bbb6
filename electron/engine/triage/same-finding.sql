-- The anomalies of some runs ($runs, JSON array of ids) with the subject and window of one of $anomalies (JSON array of ids). Columns: id,
-- snoozed (the one of $anomalies).
SELECT a.id, s.id AS snoozed
FROM json_each($anomalies) AS given
JOIN anomaly AS s ON s.id = given.value
JOIN anomaly AS a ON a.model = s.model AND a.subject_key = s.subject_key AND a.from_us = s.from_us AND a.to_us = s.to_us
WHERE a.run_id IN (SELECT value FROM json_each($runs))
ORDER BY given.key
