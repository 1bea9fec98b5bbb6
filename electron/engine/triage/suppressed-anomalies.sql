-- Chosen anomalies ($anomalies, JSON array of ids) as a dry run tells of them, newest first; those whose score is withheld are left out.
SELECT q.id, q.label, q.model, q.from_us, q.to_us, q.verdict
FROM queue_item AS q
WHERE q.id IN (SELECT value FROM json_each($anomalies)) AND q.score IS NOT NULL
ORDER BY q.to_us DESC, q.id
