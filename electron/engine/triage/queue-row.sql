-- One anomaly as the queue over the given runs shows it. Its place is counted, not sorted out. Parameters: $anomaly, $runs, $evidence.
SELECT
  1 + (
    SELECT count(*)
    FROM queue_place AS ahead
    WHERE ahead.run_id IN (SELECT value FROM json_each($runs))
      AND (ahead.is_last, ahead.place / ahead.weight, ahead.tie, ahead.model) < (s.is_last, s.place / s.weight, s.tie, s.model)
  ) AS rank,
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.is_blind, q.blind_kind, q.propensity, q.look_at IS NOT NULL AS is_second_look, q.is_disputed, q.is_in_review,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  h.state AS health, h.weight, h.failing, h.warnings, json_extract(q.body, '$.envelope') AS envelope,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM queue_item AS q
JOIN queue_place AS s ON s.id = q.id
LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
WHERE q.id = $anomaly
