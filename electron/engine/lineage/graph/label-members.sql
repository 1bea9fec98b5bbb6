-- Anomalies with every verdict that was in force on them before an entry of the log, oldest first; one without has a row with decision NULL.
-- Parameters: $ids (JSON array of anomalies), $before (exclusive place in the log). Columns: anomaly, run, label, is_withheld (put to this analyst
-- again, or reviewed blind), decision, verdict, analyst, at_us.
WITH step AS MATERIALIZED (
  SELECT kind, max(seq) AS seq, coalesce(body ->> '$.undoes', body ->> '$.redoes') AS target
  FROM decision
  WHERE kind IN ('decision.undo', 'decision.redo') AND seq < $before
  GROUP BY target
),
undone AS MATERIALIZED (SELECT target FROM step WHERE kind = 'decision.undo')
SELECT a.id AS anomaly, a.run_id AS run, a.label,
  EXISTS (SELECT 1 FROM second_look_due AS s WHERE s.anomaly_id = a.id)
    OR EXISTS (SELECT 1 FROM review_withheld AS w WHERE w.anomaly_id = a.id) AS is_withheld,
  t.decision_id AS decision, t.verdict, t.analyst, e.at_us
FROM json_each($ids) AS j
JOIN anomaly AS a ON a.id = j.value
LEFT JOIN decision_target AS t
  ON t.anomaly_id = a.id AND t.kind = 'verdict.record' AND t.seq < $before AND t.decision_id NOT IN (SELECT target FROM undone)
LEFT JOIN decision AS e ON e.id = t.decision_id
ORDER BY a.id, t.seq
