-- Leaves a setting to its default. Parameters: $key.
DELETE FROM setting WHERE key = $key
