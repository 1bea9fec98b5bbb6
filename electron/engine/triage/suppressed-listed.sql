-- Chosen anomalies ($anomalies, JSON array of ids) as a dry run lists them, in the order given. Columns: id, label, model, from_us, to_us.
SELECT a.id, a.label, a.model, a.from_us, a.to_us
FROM json_each($anomalies) AS given
JOIN anomaly AS a ON a.id = given.value
ORDER BY given.key
