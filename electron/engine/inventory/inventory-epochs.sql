-- Moments from which another version of some inventory is in use. Result: at_us.
SELECT DISTINCT valid_from_us AS at_us FROM inventory WHERE valid_from_us IS NOT NULL
UNION
SELECT DISTINCT valid_to_us FROM inventory WHERE valid_to_us IS NOT NULL
ORDER BY at_us
