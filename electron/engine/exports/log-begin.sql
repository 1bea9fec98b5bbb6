-- When the first decision was made. Columns: at_us.
SELECT at_us FROM decision ORDER BY seq LIMIT 1
