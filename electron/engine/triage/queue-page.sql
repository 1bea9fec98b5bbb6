-- One page of the queue over the given runs ($runs, a JSON array of ids).
-- Models take turns by the places within their own runs, so that no model with a finer-grained p-value takes the whole day.
-- A warning about an anomaly's slice of the data divides its place by its weight; scores that are not to be trusted come last.
-- Parameters: $live (JSON array of [id, rank] of those ranked anew by verdicts), $runs, $show ('open' | 'second-look' | 'disputed' | 'all'), $held ('hide' | 'show' | 'only'), $suppressed and $snoozed (JSON arrays of the ids that suppressions match and that are put off), $health ('any' | 'suppressed'), $text (lower case, '' for none), $among (JSON array of the only ids wanted, or NULL), $evidence, $limit, $offset.
-- Replaced: {{listed}} = SELECT '' AS id, '' AS model, 1 AS rank, 1.0 AS tie, 0 AS is_judged, 0 AS is_second_look, 0 AS is_disputed, 1 AS is_scored, $show = 'all' AND $runs = '[]' AND $text = '' AND $among IS NULL AS is_found
WITH live AS MATERIALIZED (
  SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS rank FROM json_each($live)
),
listed AS ({{listed}}),
placed AS (
  SELECT
    i.id, i.is_judged, i.is_disputed, i.is_scored, i.is_found, h.state AS health,
    row_number() OVER (
      ORDER BY coalesce(h.state = 'suppressed', 0), coalesce(l.rank, p.place, i.rank) / coalesce(h.weight, 1.0), i.tie, i.model, i.id
    ) AS place
  FROM listed AS i
  LEFT JOIN anomaly_place AS p ON p.anomaly_id = i.id
  LEFT JOIN anomaly_health AS h ON h.anomaly_id = i.id
  LEFT JOIN live AS l ON l.id = i.id
),
page AS MATERIALIZED (
  SELECT id, place
  FROM placed
  WHERE is_found
    AND ($held = 'show' OR ($held = 'only') = (
      id IN (SELECT value FROM json_each($snoozed))
      OR (NOT is_judged AND NOT is_disputed AND is_scored AND id IN (SELECT value FROM json_each($suppressed)))
    ))
    AND ($health = 'any' OR health = $health)
  ORDER BY place
  LIMIT $limit OFFSET $offset
)
SELECT
  page.place AS rank,
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.is_blind, q.blind_kind, q.propensity, q.look_at IS NOT NULL AS is_second_look, q.is_disputed, q.is_in_review,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  h.state AS health, h.weight, h.failing, h.warnings, json_extract(q.body, '$.envelope') AS envelope,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM page
CROSS JOIN queue_item AS q ON q.id = page.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
ORDER BY page.place
