-- Chosen events of one class with all their columns. {{class}} is replaced by a known class name.
-- Input table: wanted(snapshot VARCHAR, event_no BIGINT).
SELECT e.*
FROM {{class}} AS e
JOIN wanted AS w ON w.snapshot = e.snapshot AND w.event_no = e.event_no
ORDER BY e.time, e.event_no
