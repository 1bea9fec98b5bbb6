-- Everything weighed for the records of an entity. Parameters: $entity.
SELECT g.a_no, g.b_no, g.rule, g.identifier, g.state, g.join_order, g.confidence, g.from_us, g.to_us, g.against, g.parts, g.decision_id,
  a.id AS a_id, a.label AS a_label, a.source AS a_source, a.entity_id AS a_entity,
  b.id AS b_id, b.label AS b_label, b.source AS b_source, b.entity_id AS b_entity
FROM entity_edge AS g JOIN entity_record AS a ON a.no = g.a_no JOIN entity_record AS b ON b.no = g.b_no
WHERE g.rowid IN (
  SELECT x.rowid FROM entity_record AS r JOIN entity_edge AS x ON x.a_no = r.no WHERE r.entity_id = $entity
  UNION SELECT x.rowid FROM entity_record AS r JOIN entity_edge AS x ON x.b_no = r.no WHERE r.entity_id = $entity
)
ORDER BY g.join_order IS NULL, g.join_order, g.state, g.confidence DESC, a.id, b.id, g.rule, g.identifier
