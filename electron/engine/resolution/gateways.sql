-- Addresses that the CMDB names as gateways of others. Result: address, inventory, from_us, to_us.
SELECT DISTINCT json_extract(r.body, '$.gateway') AS address, s.from_us, s.to_us
FROM entity_source AS s JOIN inventory_record AS r ON r.inventory_id = s.inventory_id
WHERE s.kind = 'cmdb' AND json_extract(r.body, '$.gateway') IS NOT NULL
ORDER BY address, s.from_us
