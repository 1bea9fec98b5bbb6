-- What a run surfaced, by rank, as the queue's filter has it. Of the blind sample, only what a person has judged: the rest is nobody's finding yet.
-- Parameters: $run, $show ('open' | 'all'), $health ('any' | 'suppressed'), $text (lower case, '' for none), $among (JSON array of the only ids wanted, or NULL), $verdict (the only one wanted, or NULL).
SELECT
  q.id, q.label, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.body, q.blind_kind, q.propensity,
  q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from, h.state AS health
FROM anomaly AS a
JOIN queue_item AS q ON q.id = a.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = a.id
WHERE a.run_id = $run AND q.score IS NOT NULL
  AND ($verdict IS NULL OR q.verdict = $verdict)
  AND ($show = 'all' OR q.verdict IS NULL)
  AND ($health = 'any' OR h.state = $health)
  AND ($among IS NULL OR a.id IN (SELECT value FROM json_each($among)))
  AND ($text = '' OR instr(lower(q.label || ' ' || q.model || ' ' || coalesce(q.reasons, '')), $text) > 0)
ORDER BY a.rank, a.id
