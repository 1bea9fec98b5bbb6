-- The entity that most inventory rows are about. Result: label, type, rows.
SELECT e.label, e.type, count(DISTINCT r.row_id) AS rows
FROM entity_record AS r JOIN entity AS e ON e.id = r.entity_id
GROUP BY e.id, e.label, e.type
ORDER BY rows DESC, e.id
LIMIT 1
