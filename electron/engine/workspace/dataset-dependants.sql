-- What was made of each dataset version. Columns: id, models, runs, verdicts.
SELECT
  d.id,
  (SELECT count(*) FROM model_version AS v WHERE v.dataset_version = d.id) AS models,
  (SELECT count(*) FROM run AS r WHERE r.dataset_version = d.id) AS runs,
  (
    SELECT count(*) FROM verdict_current AS c
    JOIN anomaly AS a ON a.id = c.anomaly_id
    JOIN run AS r ON r.id = a.run_id
    WHERE r.dataset_version = d.id
  ) AS verdicts
FROM dataset_version AS d
