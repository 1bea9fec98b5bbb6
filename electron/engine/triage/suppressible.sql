-- What scopes look at in what a run surfaced. Parameters: $run. `entities` and `classes` are JSON arrays, `features` a JSON object.
SELECT
  a.id, a.model, a.subject_key, a.from_us, a.to_us,
  json_extract(a.body, '$.entities') AS entities,
  json_extract(a.body, '$.features') AS features,
  (SELECT json_group_array(DISTINCT json_extract(e.value, '$.class')) FROM json_each(a.body, '$.evidence') AS e) AS classes
FROM anomaly AS a
WHERE a.run_id = $run
ORDER BY a.rank
