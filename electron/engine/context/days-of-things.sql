-- What things did on each day, as the source of relations.
-- Table: wanted(thing_no BIGINT, id VARCHAR, since_day BIGINT, from_day BIGINT, to_day BIGINT), days since 1970 UTC, inclusive: the id means the thing from since_day to
-- to_day, and days are told from from_day. Several ids of one thing count as one.
-- Result: thing_no, day BIGINT, n, counterparts, bytes, failures, new_counterparts BIGINT (with nothing between them on any earlier day). Relations between images
-- and processes are left out: each process is new.
WITH mine AS (
  SELECT w.thing_no, w.from_day, r.day, r.dst, r.n, r.bytes, r.failures
  FROM rel_day AS r JOIN (SELECT thing_no, CAST(id AS BIGINT) AS id, since_day, from_day, to_day FROM wanted) AS w ON w.id = r.src
  WHERE r.day >= w.since_day AND r.day <= w.to_day AND r.dst_kind <> 'process'
),
first_day AS (
  SELECT thing_no, dst, MIN(day) AS day FROM mine GROUP BY thing_no, dst
)
SELECT m.thing_no, CAST(m.day AS BIGINT) AS day, CAST(SUM(m.n) AS BIGINT) AS n, COUNT(DISTINCT m.dst) AS counterparts, CAST(SUM(m.bytes) AS BIGINT) AS bytes,
       CAST(SUM(m.failures) AS BIGINT) AS failures, COUNT(DISTINCT CASE WHEN f.day = m.day THEN m.dst END) AS new_counterparts
FROM mine AS m JOIN first_day AS f ON f.thing_no = m.thing_no AND f.dst = m.dst
WHERE m.day >= m.from_day
GROUP BY m.thing_no, m.day
ORDER BY m.thing_no, m.day
