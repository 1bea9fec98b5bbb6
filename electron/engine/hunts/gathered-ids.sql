-- The first $most of each of $runs (JSON array of ids) by rank, and all in them with the subject and window of one of $named (JSON array of ids). Columns: id.
SELECT a.id FROM json_each($runs) AS asked CROSS JOIN anomaly AS a ON a.run_id = asked.value WHERE a.rank <= $most
UNION
SELECT a.id
FROM json_each($named) AS given
CROSS JOIN anomaly AS s ON s.id = given.value
CROSS JOIN anomaly AS a ON a.model = s.model AND a.subject_key = s.subject_key AND a.from_us = s.from_us AND a.to_us = s.to_us
WHERE a.run_id IN (SELECT value FROM json_each($runs))
ORDER BY 1
