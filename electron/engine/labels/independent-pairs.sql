-- Verdicts of two analysts on the same anomaly, given without sight of each other, neither taken back; of an analyst's several the last.
-- Parameters: $model (NULL for all), $from and $to (microseconds of the second verdict, NULL for any).
-- Columns: first_analyst, first, second_analyst, second (verdict keys).
SELECT first_analyst, first, second_analyst, second
FROM (
  SELECT
    p.anomaly_id, st.seq, ft.analyst AS first_analyst, ft.verdict AS first, st.analyst AS second_analyst, st.verdict AS second,
    row_number() OVER (PARTITION BY p.anomaly_id, min(ft.analyst, st.analyst), max(ft.analyst, st.analyst) ORDER BY st.seq DESC, ft.seq DESC) AS turn
  FROM verdict_apart AS p
  JOIN decision_target AS ft ON ft.anomaly_id = p.anomaly_id AND ft.decision_id = p.earlier_id AND ft.undone = 0
  JOIN decision_target AS st ON st.anomaly_id = p.anomaly_id AND st.decision_id = p.later_id AND st.undone = 0
  JOIN decision AS s ON s.id = p.later_id
  JOIN anomaly AS a ON a.id = p.anomaly_id
  WHERE ft.analyst <> st.analyst AND ($model IS NULL OR a.model = $model) AND ($from IS NULL OR s.at_us >= $from) AND ($to IS NULL OR s.at_us < $to)
)
WHERE turn = 1
ORDER BY seq, anomaly_id
