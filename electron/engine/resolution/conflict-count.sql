-- How much was weighed and refused for an entity. Parameters: $entity.
SELECT count(DISTINCT x.rowid) AS n
FROM entity_record AS r JOIN entity_edge AS x ON x.a_no = r.no OR x.b_no = r.no
WHERE r.entity_id = $entity AND x.state IN ('vetoed', 'review', 'blocked') AND x.rule <> 'replaces'
