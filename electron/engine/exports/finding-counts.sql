-- How many findings there are of each verdict ('' for none) over the given runs ($runs, JSON array of ids), and how many are withheld.
-- Parameters: $runs, $show, $text, $among as in findings-of-run.sql. Columns: verdict, is_withheld, n.
SELECT coalesce(q.verdict, '') AS verdict, q.score IS NULL AS is_withheld, count(*) AS n
FROM queue_item AS q
WHERE q.run_id IN (SELECT value FROM json_each($runs))
  AND ($show = 'all' OR q.verdict IS NULL)
  AND ($among IS NULL OR q.id IN (SELECT value FROM json_each($among)))
  AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0)
GROUP BY 1, 2
ORDER BY 1, 2
