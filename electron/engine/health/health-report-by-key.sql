-- The report of some data. Parameters: $key. Result: body, rows (JSON).
SELECT body, rows FROM health_report WHERE key = $key
