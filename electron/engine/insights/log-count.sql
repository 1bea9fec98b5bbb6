-- How many of the matching entries there are by kind, the most frequent first.
-- Replaced: {{matching}} = SELECT seq FROM decision
-- Columns: kind, n.
SELECT kind, count(*) AS n
FROM decision
WHERE seq IN ({{matching}})
GROUP BY kind
ORDER BY n DESC, kind
