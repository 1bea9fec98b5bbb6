-- Whether logs were merged into this one. Columns: n.
SELECT count(*) AS n FROM decision WHERE kind = 'log.merge'
