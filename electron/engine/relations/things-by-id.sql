-- What things are called.
-- Table: wanted(id VARCHAR).
-- Result: id (in text), key, kind, label. Things never seen have no row.
SELECT CAST(n.id AS VARCHAR) AS id, MIN(n.key) AS key, MIN(n.kind) AS kind, MAX(n.label) AS label
FROM rel_node AS n JOIN (SELECT CAST(id AS BIGINT) AS id FROM wanted) AS w ON w.id = n.id
GROUP BY n.id
ORDER BY 1
