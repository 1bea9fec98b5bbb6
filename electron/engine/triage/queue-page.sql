-- One page of the queue over the given runs ($runs, a JSON array of ids).
-- Models take turns by their own rank, so that no model with a finer-grained p-value takes the whole day.
-- Parameters: $runs, $show ('open' | 'all'), $text (lower case, '' for none), $evidence, $limit, $offset.
WITH placed AS (
  SELECT id, row_number() OVER (ORDER BY rank, p_value, model) AS place
  FROM anomaly
  WHERE run_id IN (SELECT value FROM json_each($runs))
)
SELECT
  placed.place AS rank,
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM placed
JOIN queue_item AS q ON q.id = placed.id
WHERE ($show = 'all' OR q.verdict IS NULL)
  AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || q.reasons), $text) > 0)
ORDER BY placed.place
LIMIT $limit OFFSET $offset
