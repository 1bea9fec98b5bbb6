-- What somebody who decides about anomalies ($anomalies, JSON array of ids) is looking at. Scores are NULL while withheld.
SELECT q.id, q.run_id, r.model_version, q.score, q.p_value, q.body
FROM queue_item AS q
JOIN run AS r ON r.id = q.run_id
WHERE q.id IN (SELECT value FROM json_each($anomalies))
ORDER BY q.id
