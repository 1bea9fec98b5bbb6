-- The versions that the present records were read from. Result: id, kind, source, from_us, to_us.
SELECT inventory_id AS id, kind, source, from_us, to_us FROM entity_source ORDER BY kind, source, inventory_id
