-- A derived conflict, under the log of the later promise. Parameters: $zone, $ip, $from, $to, $device, $other, $kind, $inventory.
INSERT INTO lease_conflict (zone, ip, from_us, to_us, device, other_device, kind, inventory_id)
VALUES ($zone, $ip, $from, $to, $device, $other, $kind, $inventory)
