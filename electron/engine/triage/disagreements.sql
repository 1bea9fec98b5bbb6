-- Anomalies that were judged differently without sight of each other, each verdict of theirs, and what settled it, oldest first.
-- Parameters: $anomaly and $model (NULL for all).
-- Columns: anomaly_id, model, label, from_us, to_us, is_open, role ('side' | 'settlement'), decision_id, actor, at_us, body.
WITH pair AS (
  SELECT p.anomaly_id, p.earlier_id, p.later_id
  FROM verdict_apart AS p
  JOIN decision_target AS ft ON ft.anomaly_id = p.anomaly_id AND ft.decision_id = p.earlier_id AND ft.undone = 0
  JOIN decision_target AS st ON st.anomaly_id = p.anomaly_id AND st.decision_id = p.later_id AND st.undone = 0
  WHERE ft.verdict <> st.verdict AND ($anomaly IS NULL OR p.anomaly_id = $anomaly)
),
part AS (
  SELECT anomaly_id, earlier_id AS decision_id, 'side' AS role FROM pair
  UNION
  SELECT anomaly_id, later_id, 'side' FROM pair
  UNION
  SELECT t.anomaly_id, t.decision_id, 'settlement'
  FROM decision_target AS t
  JOIN verdict_current AS c ON c.anomaly_id = t.anomaly_id AND c.decision_id = t.decision_id
  WHERE t.undone = 0 AND t.is_settlement = 1 AND t.anomaly_id IN (SELECT anomaly_id FROM pair)
)
SELECT
  a.id AS anomaly_id, a.model, a.label, a.from_us, a.to_us,
  EXISTS (SELECT 1 FROM verdict_dispute AS x WHERE x.anomaly_id = a.id) AS is_open,
  part.role, d.id AS decision_id, d.actor, d.at_us, d.body
FROM part
CROSS JOIN anomaly AS a ON a.id = part.anomaly_id
JOIN decision AS d ON d.id = part.decision_id
WHERE $model IS NULL OR a.model = $model
ORDER BY a.id, d.seq
