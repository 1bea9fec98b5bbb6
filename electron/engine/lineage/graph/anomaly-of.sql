-- An anomaly with its run and, where it was carried over, the verdict that is in force on it. Parameters: $id. Columns: id, label, model, run,
-- from_us, is_withheld (put to the analyst at the desk again), is_in_review
-- (of a blind review that is not over), carried_from, decision, verdict, analyst, at_us (NULL where no verdict is shown).
SELECT q.id, q.label, q.model, q.run_id AS run, q.from_us, q.look_at IS NOT NULL AS is_withheld, q.is_in_review, q.carried_from, q.decision_id AS decision, q.verdict,
  q.analyst, q.at_us
FROM queue_item AS q
WHERE q.id = $id
