-- Whether logs of two copies were joined in a time. Parameters: $from and $to (microseconds UTC, both inclusive). Columns: id.
SELECT id FROM decision WHERE kind = 'log.merge' AND at_us >= $from AND at_us <= $to LIMIT 1
