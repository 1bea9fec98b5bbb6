-- How many of a group had each relation.
-- Tables: members(group_no BIGINT, member_no BIGINT, id VARCHAR, from_day BIGINT, to_day BIGINT): under this id on these days, inclusive, since 1970 UTC,
-- wanted(edge_no BIGINT, group_no BIGINT, dst VARCHAR, type VARCHAR).
-- Result: edge_no, sharers BIGINT, member_no BIGINT (the one of them who comes first). Reads the rows of the members alone, which are picked before they are matched with
-- what is wanted of each: that is many times as many. Ids that did nothing at all are left out beforehand, most of a host's names among them: finding
-- nothing takes as long as finding something.
WITH member AS (
  SELECT group_no, member_no, CAST(id AS BIGINT) AS id, from_day, to_day FROM members
),
edge AS (
  SELECT edge_no, group_no, CAST(dst AS BIGINT) AS dst, type FROM wanted
),
acting AS (
  SELECT DISTINCT d.id FROM rel_degree AS d WHERE d.way = 'out' AND d.id IN (SELECT id FROM member)
),
done AS (
  SELECT r.src, r.dst, r.type, r.day FROM rel_day AS r WHERE r.src IN (SELECT id FROM acting)
)
SELECT e.edge_no, COUNT(DISTINCT m.member_no) AS sharers, MIN(m.member_no) AS member_no
FROM done AS r JOIN member AS m ON m.id = r.src JOIN edge AS e ON e.group_no = m.group_no AND e.dst = r.dst AND e.type = r.type
WHERE r.day >= m.from_day AND r.day <= m.to_day
GROUP BY e.edge_no
ORDER BY e.edge_no
