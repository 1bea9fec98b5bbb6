-- A run. Parameters: $run. Columns: id, body.
SELECT id, body FROM run WHERE id = $run
