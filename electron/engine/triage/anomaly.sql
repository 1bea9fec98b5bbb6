-- One anomaly with its run and the snapshots it looked at. Parameters: $anomaly.
SELECT a.id, a.run_id, a.model, a.subject_key, a.from_us, a.to_us, a.body, r.body AS run, d.snapshots
FROM anomaly AS a
JOIN run AS r ON r.id = a.run_id
JOIN dataset_version AS d ON d.id = r.dataset_version
WHERE a.id = $anomaly
