-- Size of the queue over the given runs ($runs, JSON array of ids).
-- Columns: total (matching the filter), open (without a verdict, any text), largest_q (of all that is surfaced).
SELECT
  count(*) FILTER (
    WHERE ($show = 'all' OR q.verdict IS NULL)
      AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || q.reasons), $text) > 0)
  ) AS total,
  count(*) FILTER (WHERE q.verdict IS NULL) AS open,
  max(q.q_value) AS largest_q
FROM queue_item AS q
WHERE q.run_id IN (SELECT value FROM json_each($runs))
