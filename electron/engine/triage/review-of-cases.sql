-- Those of some anomalies that are cases of a blind review. Parameters: $anomalies (JSON array of ids), $analyst.
-- Columns: anomaly_id, run_id, propensity, is_known (1: the analyst, or whoever looks, has ended it at some time and seen what it found),
-- other (the last verdict of another analyst on it, NULL without one).
SELECT
  i.anomaly_id, i.run_id, i.propensity,
  EXISTS (
    SELECT 1 FROM blind_review_end AS e WHERE e.run_id = i.run_id AND (e.analyst = $analyst OR e.analyst = (SELECT name FROM viewer))
  ) AS is_known,
  (
    SELECT t.decision_id
    FROM decision_target AS t
    WHERE t.anomaly_id = i.anomaly_id AND t.kind = 'verdict.record' AND t.undone = 0 AND t.analyst <> $analyst
    ORDER BY t.seq DESC
    LIMIT 1
  ) AS other
FROM blind_review_item AS i
WHERE i.anomaly_id IN (SELECT value FROM json_each($anomalies))
ORDER BY i.anomaly_id
