-- Which records the rows of a version are. Parameters: $inventory. Result: record_no, row_no.
SELECT record_no, row_no FROM entity_row WHERE inventory_id = $inventory ORDER BY row_no, record_no
