-- What verdicts are signed over. Columns: id, run_id, score, p_value, body.
SELECT id, run_id, score, p_value, body FROM anomaly ORDER BY id
