-- Anomalies of the given runs as the queue lists them, before their places; of most there is nothing to say, which is told without asking further.
-- Parameters: $runs (JSON array of ids), $show ('open' | 'second-look' | 'disputed' | 'all'), $text (lower case, '' for none), $among (JSON array of the only ids wanted, or NULL).
-- Columns: id, model, rank (in its run), tie, is_judged, is_second_look, is_disputed, is_scored (its score is shown), is_found (by $show, $among and $text).
SELECT
  q.id, q.model, a.rank,
  CASE WHEN b.anomaly_id IS NULL THEN a.p_value ELSE 2.0 END AS tie,
  q.verdict IS NOT NULL AS is_judged,
  q.look_at IS NOT NULL AS is_second_look,
  q.is_disputed,
  q.score IS NOT NULL AS is_scored,
  CASE $show WHEN 'all' THEN 1 WHEN 'open' THEN q.verdict IS NULL AND NOT q.is_disputed WHEN 'second-look' THEN q.look_at IS NOT NULL ELSE q.is_disputed END
    AND ($among IS NULL OR q.id IN (SELECT value FROM json_each($among)))
    AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0) AS is_found
FROM queue_item AS q
JOIN anomaly AS a ON a.id = q.id
LEFT JOIN blind_item AS b ON b.anomaly_id = q.id
WHERE q.id IN (SELECT id FROM queue_concerned) AND q.run_id IN (SELECT value FROM json_each($runs))
UNION ALL
SELECT
  a.id, a.model, a.rank, a.p_value, 0, 0, 0, 1,
  $show IN ('all', 'open')
    AND ($among IS NULL OR a.id IN (SELECT value FROM json_each($among)))
    AND ($text = '' OR instr(lower(a.label || ' ' || a.model || ' ' || coalesce(a.reasons, '')), $text) > 0)
FROM anomaly AS a
WHERE a.run_id IN (SELECT value FROM json_each($runs)) AND a.id NOT IN (SELECT id FROM queue_concerned)
