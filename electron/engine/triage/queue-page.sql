-- One page of the queue over the given runs ($runs, a JSON array of ids).
-- Models take turns by their own rank, so that no model with a finer-grained p-value takes the whole day.
-- Parameters: $runs, $show ('open' | 'all'), $text (lower case, '' for none), $evidence, $limit, $offset.
WITH surfaced AS (
  SELECT
    a.id, a.run_id, a.rank AS run_rank, a.model, a.label, a.from_us, a.to_us, a.score, a.p_value, a.q_value, a.subject_key,
    row_number() OVER (ORDER BY a.rank, a.p_value, a.model) AS rank
  FROM anomaly AS a
  WHERE a.run_id IN (SELECT value FROM json_each($runs))
)
SELECT
  s.rank, s.id, s.run_id, s.model, s.from_us, s.to_us, s.score, s.p_value, s.q_value,
  json_extract(a.body, '$.subject') AS subject,
  json_extract(a.body, '$.reasons') AS reasons,
  json_extract(a.body, '$.evidenceCount') AS evidence_count,
  json_extract(a.body, '$.isNew') AS is_new,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(a.body, '$.evidence') LIMIT $evidence) AS e) AS evidence,
  (
    SELECT count(*) FROM verdict_current AS v JOIN anomaly AS p ON p.id = v.anomaly_id
    WHERE p.model = s.model AND p.subject_key = s.subject_key AND p.id <> s.id
  ) AS prior_verdicts,
  c.verdict, c.reason, c.note, c.analyst, c.at_us, c.decision_id, c.bulk_id
FROM surfaced AS s
JOIN anomaly AS a ON a.id = s.id
LEFT JOIN verdict_current AS c ON c.anomaly_id = s.id
WHERE ($show = 'all' OR c.anomaly_id IS NULL)
  AND ($text = '' OR instr(lower(s.label || ' ' || s.model || ' ' || json_extract(a.body, '$.reasons')), $text) > 0)
  AND ($anomaly IS NULL OR s.id = $anomaly)
ORDER BY s.rank
LIMIT $limit OFFSET $offset
