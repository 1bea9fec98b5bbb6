-- Forgets the derived leases of an address. Parameters: $zone, $ip.
DELETE FROM lease WHERE ip = $ip AND zone = $zone
