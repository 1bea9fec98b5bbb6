-- Leases of a device, newest first. Parameters: $device (canonical MAC).
SELECT zone, ip, from_us, to_us, inventory_id, row_no FROM lease WHERE device = $device ORDER BY from_us DESC, ip LIMIT 50
