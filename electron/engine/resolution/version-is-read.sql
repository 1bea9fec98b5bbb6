-- Whether any row of a version has its records already. Parameters: $inventory.
SELECT EXISTS (SELECT 1 FROM entity_row WHERE inventory_id = $inventory) AS n
