-- One setting. Parameters: $key. Columns: value.
SELECT value FROM setting WHERE key = $key
