-- One anomaly as the queue over the given runs shows it. Its place is counted, not sorted out. Parameters: $anomaly, $runs, $evidence.
SELECT
  1 + (
    SELECT count(*) FROM anomaly AS ahead
    WHERE ahead.run_id IN (SELECT value FROM json_each($runs))
      AND ahead.rank <= q.run_rank
      AND (ahead.rank, ahead.p_value, ahead.model) < (q.run_rank, q.p_value, q.model)
  ) AS rank,
  q.id, q.run_id, q.model, q.from_us, q.to_us, q.score, q.p_value, q.q_value, q.subject, q.reasons, q.evidence_count, q.is_new,
  q.prior_verdicts, q.verdict, q.reason, q.note, q.analyst, q.at_us, q.decision_id, q.bulk_id, q.carried_from,
  (SELECT json_group_array(json(e.value)) FROM (SELECT value FROM json_each(q.body, '$.evidence') LIMIT $evidence) AS e) AS evidence
FROM queue_item AS q
WHERE q.id = $anomaly
