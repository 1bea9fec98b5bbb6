-- Entities whose name, detail or identifiers contain a text, by name. Parameters: $text (folded; '' for all), $type (NULL for any), $limit, $offset.
WITH found AS (
  SELECT e.id FROM entity AS e
  WHERE ($type IS NULL OR e.type = $type) AND ($text = '' OR instr(lower(e.label), $text) > 0 OR instr(lower(e.detail), $text) > 0)
  UNION
  SELECT r.entity_id FROM entity_identifier AS k JOIN entity_record AS r ON r.no = k.record_no
  WHERE $text <> '' AND ($type IS NULL OR r.type = $type) AND instr(k.identifier, $text) > 0
)
SELECT e.id, e.type, e.label, e.detail, e.records, e.from_us, e.to_us, count(*) OVER () AS total,
  (
    SELECT min(k.identifier) FROM entity_record AS r JOIN entity_identifier AS k ON k.record_no = r.no
    WHERE r.entity_id = e.id AND $text <> '' AND instr(k.identifier, $text) > 0
  ) AS matched
FROM found AS f JOIN entity AS e ON e.id = f.id
ORDER BY e.type, e.label, e.id
LIMIT $limit OFFSET $offset
