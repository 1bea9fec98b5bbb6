-- What was made of a snapshot. Parameters: $id (the snapshot's), $prefix (of its events' ids).
-- Columns: kind ('model' | 'run' | 'anomaly' | 'verdict'), name, version, stage, n.
WITH
held AS (SELECT d.id FROM dataset_version AS d, json_each(d.snapshots) AS s WHERE s.value = $id),
shown AS (
  SELECT a.id
  FROM anomaly AS a
  JOIN run AS r ON r.id = a.run_id
  WHERE r.dataset_version IN (SELECT id FROM held)
    AND EXISTS (SELECT 1 FROM json_each(a.body, '$.evidence') AS e WHERE e.value ->> '$.eventId' LIKE $prefix || '-%')
)
SELECT 'model' AS kind, v.model AS name, v.id AS version, s.stage AS stage, 1 AS n
FROM model_version AS v
JOIN stage_current AS s ON s.model_version = v.id
WHERE v.dataset_version IN (SELECT id FROM held)
UNION ALL
SELECT 'run', '', '', '', count(*) FROM run WHERE dataset_version IN (SELECT id FROM held)
UNION ALL
SELECT 'anomaly', '', '', '', count(*) FROM shown
UNION ALL
SELECT 'verdict', c.verdict, '', '', count(*) FROM verdict_current AS c WHERE c.anomaly_id IN (SELECT id FROM shown) GROUP BY c.verdict
ORDER BY 1, 2, 3
