-- Size of the queue over the given runs ($runs, JSON array of ids), of chosen anomalies only where $among (JSON array of ids) is not NULL.
-- Columns: total (matching the filter), suppressed (scores not to be trusted, matching the filter but for $health; they come last), open (without a verdict, any text), largest_q (of all that is surfaced, audit items left out).
SELECT
  count(*) FILTER (
    WHERE ($show = 'all' OR q.verdict IS NULL)
      AND ($among IS NULL OR q.id IN (SELECT value FROM json_each($among)))
      AND ($health = 'any' OR h.state = $health)
      AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0)
  ) AS total,
  count(*) FILTER (
    WHERE ($show = 'all' OR q.verdict IS NULL)
      AND ($among IS NULL OR q.id IN (SELECT value FROM json_each($among)))
      AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0)
      AND h.state = 'suppressed'
  ) AS suppressed,
  count(*) FILTER (WHERE q.verdict IS NULL) AS open,
  (
    SELECT max(a.q_value)
    FROM anomaly AS a LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
    WHERE a.run_id IN (SELECT value FROM json_each($runs)) AND coalesce(b.kind, 'surfaced') <> 'audit'
  ) AS largest_q
FROM queue_item AS q LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
WHERE q.run_id IN (SELECT value FROM json_each($runs))
