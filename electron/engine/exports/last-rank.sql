-- The last rank of a run ($run). Columns: last (0 where it has none).
SELECT coalesce(max(rank), 0) AS last FROM anomaly WHERE run_id = $run
