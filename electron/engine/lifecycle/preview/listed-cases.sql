-- What a run put in its queue, as the viewer may see it. Parameters: $run. Columns: id, subject_key, label, from_us, to_us, body, is_withheld, is_audit.
SELECT a.id, a.subject_key, a.label, a.from_us, a.to_us, a.body, q.score IS NULL AS is_withheld, b.kind IS 'audit' AS is_audit
FROM anomaly AS a
JOIN queue_item AS q ON q.id = a.id
LEFT JOIN blind_item AS b ON b.anomaly_id = a.id
WHERE a.run_id = $run
ORDER BY a.rank
