-- How many subjects and windows were surfaced by runs since $since (microseconds UTC), those whose score is withheld and those of blind reviews left out. Columns: n.
SELECT count(*) AS n
FROM (
  SELECT DISTINCT a.model, a.subject_key, a.from_us, a.to_us
  FROM anomaly AS a
  JOIN run AS r ON r.id = a.run_id
  WHERE r.created_at_us >= $since AND a.id NOT IN (SELECT anomaly_id FROM withheld_item)
    AND NOT EXISTS (SELECT 1 FROM blind_review AS b WHERE b.run_id = r.id)
)
