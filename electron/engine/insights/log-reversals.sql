-- What took decisions back or gave them again, oldest first; what somebody made unreadable is left out. Parameters: $kinds (JSON array of kinds).
-- Columns: id, undoes, redoes (ids of decisions, NULL where it does the other).
SELECT
  id,
  CASE WHEN json_valid(body) THEN body ->> '$.undoes' END AS undoes,
  CASE WHEN json_valid(body) THEN body ->> '$.redoes' END AS redoes
FROM decision
WHERE kind IN (SELECT value FROM json_each($kinds))
ORDER BY seq
