-- What hunts were called, oldest first; what somebody made unreadable is left out. Columns: hunt, topic (NULL where it is not about that).
SELECT
  CASE WHEN json_valid(body) THEN body ->> '$.hunt' END AS hunt,
  CASE WHEN json_valid(body) THEN coalesce(body ->> '$.record.topic', body ->> '$.changes.topic') END AS topic
FROM decision
WHERE kind IN ('hunt.open', 'hunt.edit')
ORDER BY seq
