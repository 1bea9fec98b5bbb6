-- Anomalies that are about any of some entities, newest first; of one subject and window the newest run's. Parameters: $keys (JSON array of text), $limit.
-- Result: total (of all), id, model, label, from_us, to_us, verdict, analyst, at_us (null: not judged).
WITH about AS (
  SELECT DISTINCT e.anomaly_id FROM anomaly_entity AS e JOIN json_each($keys) AS k ON k.value = e.entity
),
newest AS (
  SELECT q.id, q.model, q.label, q.from_us, q.to_us, q.verdict, q.analyst, q.at_us,
    row_number() OVER (PARTITION BY a.model, a.subject_key, a.from_us, a.to_us ORDER BY r.created_at_us DESC, a.id) AS turn
  FROM about AS b
  JOIN anomaly AS a ON a.id = b.anomaly_id
  JOIN queue_item AS q ON q.id = a.id
  JOIN run AS r ON r.id = a.run_id
  WHERE q.is_in_review = 0
)
SELECT count(*) OVER () AS total, id, model, label, from_us, to_us, verdict, analyst, at_us
FROM newest
WHERE turn = 1
ORDER BY to_us DESC, id
LIMIT $limit
