-- $like, and the first $most by rank of those in its run that may be similar to it. Parameters: $same ('pattern': any; 'entity': about one of its entities, or
-- about its subject; 'pair': about its subject). Columns: id.
WITH me AS MATERIALIZED (SELECT id, run_id, model, subject_key, json_extract(body, '$.entities') AS entities FROM anomaly WHERE id = $like),
near AS (
  SELECT a.id, a.rank FROM me CROSS JOIN anomaly AS a ON a.run_id = me.run_id WHERE $same = 'pattern' AND a.rank <= $most
  UNION
  SELECT a.id, a.rank FROM me CROSS JOIN anomaly AS a ON a.model = me.model AND a.subject_key = me.subject_key AND a.run_id = me.run_id
  UNION
  SELECT a.id, a.rank
  FROM me
  CROSS JOIN json_each(me.entities) AS entity
  CROSS JOIN anomaly_entity AS e ON e.entity = entity.value
  CROSS JOIN anomaly AS a ON a.id = e.anomaly_id AND a.run_id = me.run_id
  WHERE $same = 'entity'
)
SELECT id FROM me
UNION
SELECT id FROM (SELECT id FROM near ORDER BY rank, id LIMIT $most)
