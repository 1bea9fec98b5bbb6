-- Addresses promised to two devices at once. Result: ip, device, other_device, from_us, to_us.
SELECT c.ip, c.device, c.other_device, c.from_us, c.to_us
FROM lease_conflict AS c JOIN inventory AS i ON i.id = c.inventory_id
WHERE i.retired_by IS NULL AND c.to_us > c.from_us
ORDER BY c.ip, c.from_us, c.device, c.other_device
