-- Which entries of the decision log match.
-- Parameters, NULL for any: $kind, $actor, $from, $to (microseconds UTC, $to exclusive), $about (an id) with $aboutType and $quoted (the id as JSON text);
-- $text (lower case, empty for any).
-- Columns: seq.
WITH named AS (
  SELECT n.id
  FROM decision AS n
  WHERE $about IS NOT NULL AND (
    instr(n.body, $quoted) > 0
    OR EXISTS (
      SELECT 1 FROM decision_target AS t JOIN anomaly AS a ON a.id = t.anomaly_id
      WHERE t.decision_id = n.id AND $aboutType = 'model' AND a.model = $about
    )
    OR EXISTS (
      SELECT 1 FROM decision_target AS t JOIN anomaly_entity AS e ON e.anomaly_id = t.anomaly_id
      WHERE t.decision_id = n.id AND $aboutType = 'entity' AND e.entity = $about
    )
  )
)
SELECT d.seq
FROM decision AS d
WHERE ($kind IS NULL OR d.kind = $kind)
  AND ($actor IS NULL OR d.actor = $actor)
  AND ($from IS NULL OR d.at_us >= $from)
  AND ($to IS NULL OR d.at_us < $to)
  AND (
    $about IS NULL
    OR d.id IN (SELECT id FROM named)
    OR CASE WHEN json_valid(d.body) THEN d.body ->> '$.undoes' END IN (SELECT id FROM named)
    OR CASE WHEN json_valid(d.body) THEN d.body ->> '$.redoes' END IN (SELECT id FROM named)
  )
  AND (
    $text = ''
    OR instr(lower(d.actor || ' ' || d.kind || ' ' || d.body), $text) > 0
    OR EXISTS (
      SELECT 1 FROM decision_target AS t JOIN anomaly AS a ON a.id = t.anomaly_id
      WHERE t.decision_id = d.id AND instr(lower(a.label), $text) > 0
    )
  )
