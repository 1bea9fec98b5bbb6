-- What took decisions back or gave them again, oldest first. Parameters: $kinds (JSON array of kinds).
-- Columns: id, undoes, redoes (ids of decisions, NULL where it does the other).
SELECT id, body ->> '$.undoes' AS undoes, body ->> '$.redoes' AS redoes
FROM decision
WHERE kind IN (SELECT value FROM json_each($kinds))
ORDER BY seq
