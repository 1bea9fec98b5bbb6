-- Of some anomalies ($anomalies, JSON array of ids) those of which more is to be said than that nobody has judged them. Columns: id, p_value (NULL while
-- withheld), verdict, blind_kind (told once it is judged).
SELECT q.id, q.p_value, q.verdict, q.blind_kind
FROM queue_item AS q
WHERE q.id IN (SELECT id FROM queue_concerned) AND q.id IN (SELECT value FROM json_each($anomalies))
