-- Subjects and features of some anomalies. Parameters: $anomalies (JSON array). Columns: id, label, features (JSON).
SELECT id, label, body -> '$.features' AS features FROM anomaly WHERE id IN (SELECT value FROM json_each($anomalies))
