-- What a log row says of an address. Parameters: $inventory, $row, $zone, $ip, $at, $message, $device, $mac, $host, $end.
INSERT INTO lease_event (inventory_id, row_no, zone, ip, at_us, message, device, mac, host_name, end_us)
VALUES ($inventory, $row, $zone, $ip, $at, $message, $device, $mac, $host, $end)
