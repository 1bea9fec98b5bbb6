-- How many of $anomalies (JSON array of ids) have a verdict or a withheld score, so that no suppression can hide them. Columns: n.
SELECT count(*) AS n
FROM queue_item AS q
WHERE q.id IN (SELECT id FROM queue_concerned)
  AND q.id IN (SELECT value FROM json_each($anomalies))
  AND (q.verdict IS NOT NULL OR q.score IS NULL)
