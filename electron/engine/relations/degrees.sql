-- How many things each thing has to do with. Counted by file of relations, so that a server everyone talks to costs nothing: of several files the largest count,
-- which the whole is at least.
-- Table: wanted(id VARCHAR).
-- Result: id (in text), way ('out' | 'in'), type, kind (of the others), n BIGINT.
SELECT CAST(d.id AS VARCHAR) AS id, d.way, d.type, d.kind, MAX(d.n) AS n
FROM rel_degree AS d JOIN (SELECT CAST(id AS BIGINT) AS id FROM wanted) AS w ON w.id = d.id
GROUP BY d.id, d.way, d.type, d.kind
ORDER BY 1, 2, 3, 4
