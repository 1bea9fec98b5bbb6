-- Size of the queue over the given runs ($runs, JSON array of ids).
-- Columns: total (matching the filter), open (without a verdict, any text), largest_q (of all that is surfaced).
SELECT
  count(*) FILTER (
    WHERE ($show = 'all' OR c.anomaly_id IS NULL)
      AND ($text = '' OR instr(lower(a.label || ' ' || a.model || ' ' || json_extract(a.body, '$.reasons')), $text) > 0)
  ) AS total,
  count(*) FILTER (WHERE c.anomaly_id IS NULL) AS open,
  max(a.q_value) AS largest_q
FROM anomaly AS a
LEFT JOIN verdict_current AS c ON c.anomaly_id = a.id
WHERE a.run_id IN (SELECT value FROM json_each($runs))
