-- What was weighed and refused, and identifiers that tell nobody. Parameters: $kind (NULL for all), $entity (NULL for all), $limit, $offset.
WITH conflict AS (
  SELECT CASE
      WHEN g.state = 'review' THEN 'review' WHEN g.state = 'blocked' THEN 'override'
      WHEN a.type <> b.type THEN 'type' WHEN g.against LIKE 'together they%' THEN 'size' ELSE 'exclusive'
    END AS kind,
    g.identifier, g.against, g.rule, a.id AS a_id, b.id AS b_id, a.entity_id AS a_entity, b.entity_id AS b_entity
  FROM entity_edge AS g JOIN entity_record AS a ON a.no = g.a_no JOIN entity_record AS b ON b.no = g.b_no
  WHERE g.state IN ('vetoed', 'review', 'blocked') AND g.rule <> 'replaces'
    AND ($entity IS NULL OR a.entity_id = $entity OR b.entity_id = $entity)
  UNION ALL
  SELECT 'generic', t.identifier, t.reason, 'generic', '', '', t.type, ''
  FROM entity_generic AS t
  WHERE $entity IS NULL OR EXISTS (
    SELECT 1 FROM entity_record AS r JOIN entity_identifier AS k ON k.record_no = r.no
    WHERE r.entity_id = $entity AND r.type = t.type AND k.identifier = t.identifier
  )
)
SELECT kind, identifier, against, rule, a_id, b_id, a_entity, b_entity, count(*) OVER () AS total
FROM conflict
WHERE $kind IS NULL OR kind = $kind
ORDER BY kind, identifier, a_id, b_id, against
LIMIT $limit OFFSET $offset
