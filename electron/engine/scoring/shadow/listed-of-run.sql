-- What a run put in the queue, its audit items marked. Parameters: $run. Columns: subject_key, from_us, is_audit.
SELECT a.subject_key, a.from_us, b.kind IS 'audit' AS is_audit
FROM anomaly AS a
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE a.run_id = $run
ORDER BY a.rank
