-- Size of the queue over the given runs ($runs, JSON array of ids), of chosen anomalies only where $among (JSON array of ids) is not NULL.
-- Further parameters: $show, $health, $held, $suppressed, $snoozed and $text as in queue-page.sql, $audited (JSON array of the ids kept in sight by lot).
-- Columns: total (matching the filter), suppressed (scores not to be trusted, matching the filter but for $health; they come last),
-- snoozed, hidden (by suppressions, not snoozed) and audited (all matching the filter but for $held), open (without a verdict and not hidden, any text), second_looks and disputed (any text),
-- largest_q (of all that is surfaced, audit items left out).
WITH item AS MATERIALIZED (
  SELECT
    q.verdict IS NULL AND NOT q.is_disputed AS is_open,
    q.look_at IS NOT NULL AS is_second_look,
    q.is_disputed,
    q.verdict IS NULL AND NOT q.is_disputed AND q.score IS NOT NULL AND q.id IN (SELECT value FROM json_each($suppressed)) AS is_suppressed,
    q.id IN (SELECT value FROM json_each($snoozed)) AS is_snoozed,
    q.score IS NOT NULL AND q.verdict IS NULL AND q.id IN (SELECT value FROM json_each($audited)) AS is_audited,
    coalesce(h.state, '') AS health,
    CASE $show WHEN 'all' THEN 1 WHEN 'open' THEN q.verdict IS NULL AND NOT q.is_disputed WHEN 'second-look' THEN q.look_at IS NOT NULL ELSE q.is_disputed END
      AND ($among IS NULL OR q.id IN (SELECT value FROM json_each($among)))
      AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0) AS is_found
  FROM queue_item AS q LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
  WHERE q.run_id IN (SELECT value FROM json_each($runs))
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
