-- Some anomalies as the queue shows them, in the order asked for. Parameters: $ids (JSON array), $evidence (how many references of each).
SELECT
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.is_blind, q.blind_kind, q.propensity, q.look_at IS NOT NULL AS is_second_look, q.is_disputed, q.is_in_review,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  h.state AS health, h.weight, h.failing, h.warnings, json_extract(q.body, '$.envelope') AS envelope,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM json_each($ids) AS asked
CROSS JOIN queue_item AS q ON q.id = asked.value
LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
ORDER BY asked.key
