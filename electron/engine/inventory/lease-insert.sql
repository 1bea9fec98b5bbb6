-- A derived lease. Parameters: $zone, $ip, $from, $to, $device, $mac, $host, $closedBy, $inventory, $row.
INSERT INTO lease (zone, ip, from_us, to_us, device, mac, host_name, closed_by, inventory_id, row_no)
VALUES ($zone, $ip, $from, $to, $device, $mac, $host, $closedBy, $inventory, $row)
