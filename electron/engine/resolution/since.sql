-- The partition that first had an entity. Parameters: $id.
SELECT p.number, p.made_at_us FROM entity AS e JOIN entity_partition AS p ON p.number = e.since WHERE e.id = $id
