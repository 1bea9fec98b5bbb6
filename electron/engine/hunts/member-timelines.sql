-- What happened around anomalies ($anomalies, JSON array of ids), from their contexts. Columns: anomaly_id, timeline (JSON array).
SELECT anomaly_id, json_extract(body, '$.timeline') AS timeline
FROM context_graph
WHERE anomaly_id IN (SELECT value FROM json_each($anomalies))
ORDER BY anomaly_id
