-- The last lease of an address that had ended by a moment. Parameters: $ip, $zone (NULL for any), $at.
SELECT zone, ip, from_us, to_us, device, mac, host_name, closed_by, inventory_id, row_no
FROM lease
WHERE ip = $ip AND ($zone IS NULL OR zone = $zone) AND to_us <= $at
ORDER BY to_us DESC, device
LIMIT 1
