-- The values that its model saw of each of $anomalies (JSON array of ids), in their order. Columns: id, features (JSON object).
SELECT a.id, json_extract(a.body, '$.features') AS features
FROM json_each($anomalies) AS given
CROSS JOIN anomaly AS a ON a.id = given.value
ORDER BY given.key
