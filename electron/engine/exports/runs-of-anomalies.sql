-- The runs that chosen anomalies ($anomalies, JSON array of ids) come from. Columns: id, model, body.
SELECT DISTINCT r.id, r.model, r.body
FROM anomaly AS a
JOIN run AS r ON r.id = a.run_id
WHERE a.id IN (SELECT value FROM json_each($anomalies))
ORDER BY r.model, r.id
