-- What every log in use says of an address. Parameters: $zone, $ip.
SELECT e.inventory_id AS inventory, e.row_no, e.at_us, e.message, e.device, e.mac, e.host_name, e.end_us
FROM lease_event AS e JOIN inventory AS i ON i.id = e.inventory_id
WHERE e.ip = $ip AND e.zone = $zone AND i.retired_by IS NULL
