-- What a run surfaced, by rank. Parameters: $run. Columns: id, label, model, is_in_review (of a blind review that
-- is not over).
SELECT a.id, a.label, a.model, EXISTS (SELECT 1 FROM review_withheld AS w WHERE w.anomaly_id = a.id) AS is_in_review
FROM anomaly AS a WHERE a.run_id = $run ORDER BY a.rank, a.id
