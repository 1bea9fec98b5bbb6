-- Size of the queue over the given runs ($runs, JSON array of ids), of chosen anomalies only where $among (JSON array of ids) is not NULL.
-- Further parameters: $show, $health, $held, $suppressed, $snoozed and $text as in queue-page.sql, $audited (JSON array of the ids kept in sight by lot).
-- Columns: total (matching the filter), suppressed (scores not to be trusted, matching the filter but for $health; they come last),
-- snoozed, hidden (by suppressions, not snoozed) and audited (all matching the filter but for $held), open (without a verdict and not hidden, any text), second_looks and disputed (any text),
-- largest_q (of all that is surfaced, audit items left out).
-- Replaced: {{listed}} = SELECT '' AS id, '' AS model, 1 AS rank, 1.0 AS tie, 0 AS is_judged, 0 AS is_second_look, 0 AS is_disputed, 1 AS is_scored, $show = 'all' AND $text = '' AND $among IS NULL AS is_found
WITH listed AS ({{listed}}),
item AS MATERIALIZED (
  SELECT
    NOT i.is_judged AND NOT i.is_disputed AS is_open,
    i.is_second_look,
    i.is_disputed,
    NOT i.is_judged AND NOT i.is_disputed AND i.is_scored AND i.id IN (SELECT value FROM json_each($suppressed)) AS is_suppressed,
    i.id IN (SELECT value FROM json_each($snoozed)) AS is_snoozed,
    i.is_scored AND NOT i.is_judged AND i.id IN (SELECT value FROM json_each($audited)) AS is_audited,
    coalesce(h.state, '') AS health,
    i.is_found
  FROM listed AS i LEFT JOIN anomaly_health AS h ON h.anomaly_id = i.id
),
shown AS (
  SELECT *, is_suppressed OR is_snoozed AS is_hidden, $held = 'show' OR ($held = 'only') = (is_suppressed OR is_snoozed) AS is_kept, $health = 'any' OR health = $health AS is_healthy FROM item
)
SELECT
  count(*) FILTER (WHERE is_found AND is_kept AND is_healthy) AS total,
  count(*) FILTER (WHERE is_found AND is_kept AND health = 'suppressed') AS suppressed,
  count(*) FILTER (WHERE is_found AND is_healthy AND is_suppressed AND NOT is_snoozed) AS hidden,
  count(*) FILTER (WHERE is_found AND is_healthy AND is_snoozed) AS snoozed,
  count(*) FILTER (WHERE is_found AND is_healthy AND is_audited AND NOT is_snoozed) AS audited,
  count(*) FILTER (WHERE is_open AND NOT is_hidden) AS open,
  count(*) FILTER (WHERE is_second_look) AS second_looks,
  count(*) FILTER (WHERE is_disputed) AS disputed,
  (
    SELECT max(a.q_value)
    FROM anomaly AS a LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
    WHERE a.run_id IN (SELECT value FROM json_each($runs)) AND coalesce(b.kind, 'surfaced') <> 'audit'
  ) AS largest_q
FROM shown
