-- The anomalies of some runs ($runs, JSON array of ids) of which more is to be said than that nobody has judged them.
-- Columns: id, is_judged, is_second_look, is_disputed, is_scored (its score is shown), is_blind, model, label, reasons (NULL while they are withheld).
SELECT
  q.id, q.verdict IS NOT NULL AS is_judged, q.look_at IS NOT NULL AS is_second_look, q.is_disputed, q.score IS NOT NULL AS is_scored, q.is_blind,
  q.model, q.label, q.reasons
FROM queue_item AS q
WHERE q.id IN (SELECT id FROM queue_concerned) AND q.run_id IN (SELECT value FROM json_each($runs))
