-- Every lease of an address. Parameters: $ip. Result: zone, from_us, to_us, device, mac, host_name.
SELECT zone, from_us, to_us, device, mac, host_name FROM lease WHERE ip = $ip ORDER BY from_us
