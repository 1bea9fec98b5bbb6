-- What scopes look at in anomalies. Bodies, some 30 kB each, are read only of what they are asked about. Parameters: $anomalies (JSON array of ids);
-- $features and $classes (1 where the scope asks for them). Columns, in the order given: id, model, subject_key, from_us, to_us, features (JSON object) and
-- classes (JSON array), NULL where they are not asked for.
SELECT
  a.id, a.model, a.subject_key, a.from_us, a.to_us,
  CASE WHEN $features THEN json_extract(a.body, '$.features') END AS features,
  CASE WHEN $classes THEN (SELECT json_group_array(DISTINCT json_extract(e.value, '$.class')) FROM json_each(a.body, '$.evidence') AS e) END AS classes
FROM json_each($anomalies) AS given
CROSS JOIN anomaly AS a ON a.id = given.value
ORDER BY given.key
