-- One anomaly as the queue over the given runs shows it. Its place is counted, not sorted out. Parameters: $anomaly, $runs, $evidence.
SELECT
  1 + (
    SELECT count(*)
    FROM anomaly AS ahead
    LEFT JOIN anomaly_place AS ap ON ap.anomaly_id = ahead.id
    LEFT JOIN anomaly_health AS f ON f.anomaly_id = ahead.id
    WHERE ahead.run_id IN (SELECT value FROM json_each($runs))
      AND (
        coalesce(f.state = 'suppressed', 0),
        coalesce(ap.place, ahead.rank) / coalesce(f.weight, 1.0),
        ahead.p_value,
        ahead.model
      ) < (
        coalesce(h.state = 'suppressed', 0),
        coalesce((SELECT place FROM anomaly_place WHERE anomaly_id = q.id), q.run_rank) / coalesce(h.weight, 1.0),
        q.p_value,
        q.model
      )
  ) AS rank,
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  h.state AS health, h.weight, h.failing, h.warnings,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM queue_item AS q LEFT JOIN anomaly_health AS h ON h.anomaly_id = q.id
WHERE q.id = $anomaly
