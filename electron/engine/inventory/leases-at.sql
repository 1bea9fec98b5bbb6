-- Who held an address at a moment, in one zone or in any. Parameters: $ip, $zone (NULL for any), $at.
SELECT zone, ip, from_us, to_us, device, mac, host_name, closed_by, inventory_id, row_no
FROM lease
WHERE ip = $ip AND ($zone IS NULL OR zone = $zone) AND from_us <= $at AND to_us > $at
ORDER BY device, zone, from_us
