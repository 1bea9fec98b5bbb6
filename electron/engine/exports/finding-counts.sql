-- How many findings there are of each verdict ('' for none) among some ranks of a run, and how many are withheld.
-- Parameters: $run, $from and $to (ranks, both included), $show, $health, $text, $among, $verdict as in findings-of-run.sql. Columns: verdict, is_withheld, n.
SELECT coalesce(q.verdict, '') AS verdict, q.score IS NULL AS is_withheld, count(*) AS n
FROM anomaly AS a
JOIN queue_item AS q ON q.id = a.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = a.id
WHERE a.run_id = $run AND a.rank BETWEEN $from AND $to
  AND ($verdict IS NULL OR q.verdict = $verdict)
  AND ($show = 'all' OR q.verdict IS NULL)
  AND ($health = 'any' OR h.state = $health)
  AND ($among IS NULL OR a.id IN (SELECT value FROM json_each($among)))
  AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0)
GROUP BY 1, 2
