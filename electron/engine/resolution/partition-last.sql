-- The present partition.
SELECT number, id, rules, made_at_us FROM entity_partition ORDER BY number DESC LIMIT 1
