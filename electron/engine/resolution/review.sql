-- Pairs of records that only a person can say are one, the likeliest first. Parameters: $type (NULL for all), $limit, $offset.
SELECT
  a.type, p.p, p.parts, p.prior_bits, p.margin_bits, p.doubt, count(*) OVER () AS total,
  a.id AS a_id, a.label AS a_label, a.detail AS a_detail, a.kind AS a_kind, a.source AS a_source, a.entity_id AS a_entity, ar.body AS a_body,
  b.id AS b_id, b.label AS b_label, b.detail AS b_detail, b.kind AS b_kind, b.source AS b_source, b.entity_id AS b_entity, br.body AS b_body
FROM entity_edge AS g
JOIN entity_record AS a ON a.no = g.a_no
JOIN entity_record AS b ON b.no = g.b_no
JOIN entity_proposal AS p ON p.a_id = a.id AND p.b_id = b.id
JOIN inventory_record AS ar ON ar.inventory_id = a.inventory_id AND ar.row_no = a.row_no
JOIN inventory_record AS br ON br.inventory_id = b.inventory_id AND br.row_no = b.row_no
WHERE g.state = 'review' AND g.rule = 'linkage' AND ($type IS NULL OR a.type = $type)
ORDER BY p.p DESC, a.id, b.id
LIMIT $limit OFFSET $offset
