-- What else a verdict said. Parameters: $decision. Columns: confidence, valid (was it truly unusual; NULL: as the verdict implies), original (of a duplicate), techniques (JSON array).
SELECT d.body ->> '$.confidence' AS confidence, d.body ->> '$.valid' AS valid, d.body ->> '$.duplicateOf' AS original,
  coalesce(json_extract(d.body, '$.techniques'), '[]') AS techniques
FROM decision AS d
WHERE d.id = $decision
