-- One page of the queue over the given runs ($runs, a JSON array of ids).
-- Models take turns by the places within their own runs, so that no model with a finer-grained p-value takes the whole day.
-- A warning about an anomaly's slice of the data divides its place by its weight; scores that are not to be trusted come last.
-- Parameters: $live (JSON array of [id, rank] of those ranked anew by verdicts), $runs, $show ('open' | 'second-look' | 'disputed' | 'all'), $held ('hide' | 'show' | 'only'), $suppressed and $snoozed (JSON arrays of the ids that suppressions match and that are put off), $health ('any' | 'suppressed'), $text (lower case, '' for none), $among (JSON array of the only ids wanted, or NULL), $evidence, $limit, $offset.
WITH live AS MATERIALIZED (
  SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS rank FROM json_each($live)
),
placed AS (
  SELECT s.id, row_number() OVER (ORDER BY s.is_last, coalesce(l.rank, s.place) / s.weight, s.tie, s.model) AS place
  FROM queue_place AS s
  LEFT JOIN live AS l ON l.id = s.id
  WHERE s.run_id IN (SELECT value FROM json_each($runs))
)
SELECT
  placed.place AS rank,
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.is_blind, q.blind_kind, q.propensity, q.look_at IS NOT NULL AS is_second_look, q.is_disputed, q.is_in_review,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  h.state AS health, h.weight, h.failing, h.warnings, json_extract(q.body, '$.envelope') AS envelope,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM placed
JOIN queue_item AS q ON q.id = placed.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
WHERE CASE $show WHEN 'all' THEN 1 WHEN 'open' THEN q.verdict IS NULL AND NOT q.is_disputed WHEN 'second-look' THEN q.look_at IS NOT NULL ELSE q.is_disputed END
  AND ($held = 'show' OR ($held = 'only') = (
    q.id IN (SELECT value FROM json_each($snoozed))
    OR (q.verdict IS NULL AND NOT q.is_disputed AND q.score IS NOT NULL AND q.id IN (SELECT value FROM json_each($suppressed)))
  ))
  AND ($among IS NULL OR q.id IN (SELECT value FROM json_each($among)))
  AND ($health = 'any' OR h.state = $health)
  AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0)
ORDER BY placed.place
LIMIT $limit OFFSET $offset
