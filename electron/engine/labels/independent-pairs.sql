-- Verdicts of two analysts on the same anomaly, the second given without sight of the first; neither taken back.
-- Parameters: $model (NULL for all), $from and $to (microseconds of the second verdict, NULL for any).
-- Columns: first_analyst, first, second_analyst, second (verdict keys).
SELECT f.actor AS first_analyst, f.body ->> '$.verdict' AS first, s.actor AS second_analyst, s.body ->> '$.verdict' AS second
FROM decision AS s
JOIN json_each(s.body, '$.secondLooks') AS l
JOIN decision AS f ON f.id = l.value
JOIN decision_target AS ft ON ft.decision_id = f.id AND ft.anomaly_id = l.key AND ft.undone = 0
JOIN decision_target AS st ON st.decision_id = s.id AND st.anomaly_id = l.key AND st.undone = 0
JOIN anomaly AS a ON a.id = l.key
WHERE s.kind = 'verdict.record' AND s.actor <> f.actor
  AND ($model IS NULL OR a.model = $model)
  AND ($from IS NULL OR s.at_us >= $from)
  AND ($to IS NULL OR s.at_us < $to)
ORDER BY s.seq, l.key
