-- Who signed how many entries of the decision log. Columns: actor, n.
SELECT actor, count(*) AS n FROM decision GROUP BY actor ORDER BY n DESC, actor
