-- How usual each of many relations is, each against its own days.
-- Table: edges(edge_no BIGINT, src VARCHAR, dst VARCHAR, type VARCHAR, from_day BIGINT, to_day BIGINT, baseline_day BIGINT), ids in text, days since 1970
-- UTC, inclusive: recent is from from_day, the baseline from baseline_day to the day before from_day.
-- Result: edge_no, n, days (recent), baseline_n, baseline_days, bytes, failures (recent), first_seen, last_seen TIMESTAMP (ever, up to to_day). Relations never
-- seen have no row. Reads the rows of the sources alone.
WITH wanted AS (
  SELECT edge_no, CAST(src AS BIGINT) AS src, CAST(dst AS BIGINT) AS dst, type, from_day, to_day, baseline_day FROM edges
),
done AS (
  SELECT r.src, r.dst, r.type, r.day, r.n, r.bytes, r.failures, r.first_seen, r.last_seen FROM rel_day AS r WHERE r.src IN (SELECT src FROM wanted)
)
SELECT w.edge_no, CAST(SUM(CASE WHEN r.day >= w.from_day THEN r.n ELSE 0 END) AS BIGINT) AS n,
       COUNT(DISTINCT CASE WHEN r.day >= w.from_day THEN r.day END) AS days,
       CAST(SUM(CASE WHEN r.day < w.from_day AND r.day >= w.baseline_day THEN r.n ELSE 0 END) AS BIGINT) AS baseline_n,
       COUNT(DISTINCT CASE WHEN r.day < w.from_day AND r.day >= w.baseline_day THEN r.day END) AS baseline_days,
       CAST(SUM(CASE WHEN r.day >= w.from_day THEN r.bytes ELSE 0 END) AS BIGINT) AS bytes,
       CAST(SUM(CASE WHEN r.day >= w.from_day THEN r.failures ELSE 0 END) AS BIGINT) AS failures,
       MIN(r.first_seen) AS first_seen, MAX(r.last_seen) AS last_seen
FROM done AS r JOIN wanted AS w ON w.src = r.src AND w.dst = r.dst AND w.type = r.type
WHERE r.day <= w.to_day
GROUP BY w.edge_no
ORDER BY w.edge_no
