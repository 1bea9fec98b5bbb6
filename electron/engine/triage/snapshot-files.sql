-- The files behind some snapshots ($snapshots, JSON array of ids). Columns: name, sha256.
SELECT f.value ->> '$.name' AS name, f.value ->> '$.sha256' AS sha256
FROM snapshot AS s, json_each(s.manifest, '$.files') AS f
WHERE s.id IN (SELECT value FROM json_each($snapshots))
ORDER BY s.id, f.key
