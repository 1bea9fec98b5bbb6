-- Identifiers within a range that records bear, the first hundred. Parameters: $from, $to (exclusive). Result: identifier.
SELECT DISTINCT identifier FROM entity_identifier WHERE identifier >= $from AND identifier < $to ORDER BY identifier LIMIT 100
