-- Where a name passed from one entity to another. Parameters: $entity. Result: before_id took it first, after_id after it.
SELECT g.identifier, g.from_us, g.to_us, a.entity_id AS before_id, b.entity_id AS after_id
FROM entity_edge AS g JOIN entity_record AS a ON a.no = g.a_no JOIN entity_record AS b ON b.no = g.b_no
WHERE g.rule = 'replaces' AND g.rowid IN (
  SELECT x.rowid FROM entity_record AS r JOIN entity_edge AS x ON x.a_no = r.no WHERE r.entity_id = $entity
  UNION SELECT x.rowid FROM entity_record AS r JOIN entity_edge AS x ON x.b_no = r.no WHERE r.entity_id = $entity
)
ORDER BY g.from_us, g.identifier
