-- Forgets the derived conflicts of an address. Parameters: $zone, $ip.
DELETE FROM lease_conflict WHERE ip = $ip AND zone = $zone
