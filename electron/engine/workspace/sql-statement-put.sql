-- Notes a run of a statement. Parameters: $id $sql $at $outcome $rows $isCut $elapsedMs $dataset (number of the version) $message.
INSERT INTO sql_statement (id, sql, seq, runs, last_run_us, outcome, row_count, is_cut, elapsed_ms, dataset_number, message)
VALUES ($id, $sql, (SELECT coalesce(max(seq), 0) + 1 FROM sql_statement), 1, $at, $outcome, $rows, $isCut, $elapsedMs, $dataset, $message)
ON CONFLICT (id) DO UPDATE SET
  seq = (SELECT max(seq) + 1 FROM sql_statement), runs = runs + 1, last_run_us = excluded.last_run_us, outcome = excluded.outcome,
  row_count = excluded.row_count, is_cut = excluded.is_cut, elapsed_ms = excluded.elapsed_ms, dataset_number = excluded.dataset_number,
  message = excluded.message
