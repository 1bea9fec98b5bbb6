-- What else a verdict said. Parameters: $decision. Columns: confidence, techniques (JSON array).
SELECT d.body ->> '$.confidence' AS confidence, coalesce(json_extract(d.body, '$.techniques'), '[]') AS techniques
FROM decision AS d
WHERE d.id = $decision
