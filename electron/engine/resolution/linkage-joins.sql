-- How many records linkage joined to an entity. Result: n.
SELECT count(*) AS n FROM entity_edge WHERE state = 'joined' AND rule = 'linkage'
