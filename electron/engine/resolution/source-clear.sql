-- Forgets which versions of a source were read. Parameters: $kind, $source.
DELETE FROM entity_source WHERE kind = $kind AND source = $source
