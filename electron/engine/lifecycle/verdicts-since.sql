-- Cases of a model judged so that they can teach, by verdicts given since. Parameters: $model, $since, $verdicts (JSON array of verdict keys). Columns: n.
SELECT count(DISTINCT a.subject_key || ' ' || a.from_us) AS n
FROM verdict_current AS v
JOIN anomaly AS a ON a.id = v.anomaly_id
WHERE a.model = $model AND v.at_us > $since AND v.verdict IN (SELECT value FROM json_each($verdicts))
