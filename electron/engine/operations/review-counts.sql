-- Cases with verdicts of two analysts who did not see each other's, and those on which they differ still. Columns: looked, disputed.
SELECT
  (
    SELECT count(DISTINCT p.anomaly_id)
    FROM verdict_apart AS p
    JOIN decision_target AS ft ON ft.anomaly_id = p.anomaly_id AND ft.decision_id = p.earlier_id AND ft.undone = 0
    JOIN decision_target AS st ON st.anomaly_id = p.anomaly_id AND st.decision_id = p.later_id AND st.undone = 0
  ) AS looked,
  (SELECT count(*) FROM verdict_dispute) AS disputed
