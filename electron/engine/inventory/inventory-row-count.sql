-- How many rows a version has. Parameters: $id.
SELECT count(*) AS n FROM inventory_record WHERE inventory_id = $id
