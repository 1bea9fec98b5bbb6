-- When events of each source happened, hour by hour, and how many of them OCSF would not accept; the rules are those of snapshot validation.
-- Tables: members(snapshot VARCHAR, source VARCHAR),
--   checked(class VARCHAR, snapshot VARCHAR, event_no BIGINT, time TIMESTAMP, broken BIGINT).
-- Result: source, class, hour TIMESTAMP, n, broken BIGINT, broken_event VARCHAR (the first such event), last_seen TIMESTAMP.
SELECT m.source, e.class, date_trunc('hour', e.time) AS hour, COUNT(*) AS n, CAST(SUM(e.broken) AS BIGINT) AS broken,
       MIN(CASE WHEN e.broken = 1 THEN CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR)) END) AS broken_event, MAX(e.time) AS last_seen
FROM checked AS e JOIN members AS m ON m.snapshot = e.snapshot
GROUP BY m.source, e.class, date_trunc('hour', e.time)
ORDER BY m.source, e.class, hour
