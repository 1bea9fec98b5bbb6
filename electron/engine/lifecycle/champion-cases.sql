-- Cases of a version with the verdict in force, oldest verdict first; a subject and window judged in several of its runs once, by the newest verdict.
-- Parameters: $version, $since (microseconds UTC).
-- Columns: anomaly, verdict, valid (NULL where the verdict implies it), at_us, blind (NULL for what was not drawn by lot).
SELECT anomaly, verdict, valid, at_us, blind
FROM (
  SELECT a.id AS anomaly, v.verdict, d.body ->> '$.valid' AS valid, v.at_us, b.kind AS blind, d.seq,
    row_number() OVER (PARTITION BY a.subject_key, a.from_us, a.to_us ORDER BY d.seq DESC) AS place
  FROM verdict_current AS v
  JOIN anomaly AS a ON a.id = v.anomaly_id
  JOIN run AS r ON r.id = a.run_id
  JOIN decision AS d ON d.id = v.decision_id
  LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
  WHERE r.model_version = $version AND v.at_us >= $since
    -- What it or its champion would have listed in a blind review it did not put in the queue.
    AND NOT EXISTS (SELECT 1 FROM blind_review AS x WHERE x.run_id = r.id)
) AS judged
WHERE place = 1
ORDER BY seq, anomaly
