-- Some anomalies ($anomalies, JSON array of ids) as bulk verdicts compare them.
-- Columns: id, run_id, model, subject_key, label, from_us, to_us, verdict, analyst, is_disputed, entities (JSON array), and parts (JSON object of
-- contributions by feature; NULL while the score is withheld).
SELECT
  q.id, q.run_id, q.model, a.subject_key, q.label, q.from_us, q.to_us, q.verdict, q.analyst, q.is_disputed,
  json_extract(q.body, '$.entities') AS entities,
  CASE WHEN q.score IS NOT NULL THEN (
    SELECT json_group_object(json_extract(c.value, '$.feature'), json_extract(c.value, '$.contribution'))
    FROM json_each(q.body, '$.contributions') AS c
  ) END AS parts
FROM queue_item AS q
JOIN anomaly AS a ON a.id = q.id
WHERE q.id IN (SELECT value FROM json_each($anomalies))
ORDER BY q.id
