-- What the queue lists, straight from the view that says what an analyst may know of an anomaly: slow, and plain to see. Parameters: $runs, $suppressed,
-- $audited, $snoozed (JSON arrays of ids). One row each, in the order of the queue; what a filter asks of it is told in columns of its own.
SELECT
  q.id,
  q.verdict IS NULL AND NOT q.is_disputed AS open,
  q.look_at IS NOT NULL AS "second-look",
  q.is_disputed AS disputed,
  q.verdict IS NULL AND NOT q.is_disputed AND q.score IS NOT NULL AND q.id IN (SELECT value FROM json_each($suppressed)) AS is_suppressed,
  q.id IN (SELECT value FROM json_each($snoozed)) AS is_snoozed,
  q.score IS NOT NULL AND q.verdict IS NULL AND q.id IN (SELECT value FROM json_each($audited)) AS is_audited,
  coalesce(h.state, '') AS health,
  lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')) AS text
FROM queue_item AS q
JOIN queue_place AS s ON s.id = q.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
WHERE q.run_id IN (SELECT value FROM json_each($runs))
ORDER BY s.is_last, s.place / s.weight, s.tie, s.model, s.id
