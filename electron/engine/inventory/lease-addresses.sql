-- Addresses a log speaks of. Parameters: $inventory.
SELECT DISTINCT zone, ip FROM lease_event WHERE inventory_id = $inventory ORDER BY zone, ip
