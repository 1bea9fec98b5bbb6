-- How many of $anomalies (JSON array of ids) have no verdict and no withheld score: what a suppression can hide. Columns: n.
SELECT count(*) AS n
FROM queue_item AS q
WHERE q.id IN (SELECT value FROM json_each($anomalies)) AND q.verdict IS NULL AND q.score IS NOT NULL
