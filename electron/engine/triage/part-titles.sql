-- What the features of an anomaly are called. Parameters: $anomaly. Columns: feature, title.
SELECT json_extract(c.value, '$.feature') AS feature, json_extract(c.value, '$.title') AS title
FROM anomaly AS a, json_each(a.body, '$.contributions') AS c
WHERE a.id = $anomaly
