-- The history: pinned ones first, then as they were last run, newest first.
SELECT id, sql, name, is_pinned, runs, last_run_us, outcome, row_count, is_cut, elapsed_ms, dataset_number, message
FROM sql_statement
ORDER BY is_pinned DESC, seq DESC
