-- Of chosen anomalies ($anomalies, JSON array of ids) those of which more is to be said than that nobody has judged them. Columns: id, verdict,
-- is_scored (0 where the score is withheld).
SELECT q.id, q.verdict, q.score IS NOT NULL AS is_scored
FROM queue_item AS q
WHERE q.id IN (SELECT id FROM queue_concerned) AND q.id IN (SELECT value FROM json_each($anomalies))
