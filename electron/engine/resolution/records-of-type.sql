-- Records of a type, with what those in use last said. Parameters: $type. Result: no, body (NULL for a record that is no longer in use).
SELECT e.no, CASE WHEN json_extract(e.spans, '$[#-1][1]') IS NULL THEN r.body END AS body
FROM entity_record AS e
LEFT JOIN inventory_record AS r ON r.inventory_id = e.inventory_id AND r.row_no = e.row_no
WHERE e.type = $type
ORDER BY e.id
