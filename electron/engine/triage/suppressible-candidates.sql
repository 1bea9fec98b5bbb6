-- What a run surfaced, by rank, and what it was about then. Parameters: $run; $model (null: any); $names (JSON array of entities that alone are asked
-- for, null: all). Columns: id, entities (JSON array).
SELECT a.id, json_group_array(e.entity) FILTER (WHERE e.entity IS NOT NULL) AS entities
FROM anomaly AS a
LEFT JOIN anomaly_entity AS e
  ON e.anomaly_id = a.id
  -- What it has been found to be about since, as accounts and hosts were told apart, is none of it.
  AND e.entity NOT GLOB 'entity:*'
  AND ($names IS NULL OR e.entity IN (SELECT value FROM json_each($names)))
WHERE a.run_id = $run AND ($model IS NULL OR a.model = $model)
GROUP BY a.rank, a.id
