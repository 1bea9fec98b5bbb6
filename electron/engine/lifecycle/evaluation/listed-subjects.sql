-- Subjects that a run put in the queue by their scores, without those drawn for audit. Parameters: $run. Columns: subject_key, from_us.
SELECT a.subject_key, a.from_us
FROM anomaly AS a
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE a.run_id = $run AND coalesce(b.kind, 'surfaced') = 'surfaced'
ORDER BY a.rank
