-- Moments at which another version of a source comes into use. Result: at_us.
SELECT from_us AS at_us FROM entity_source WHERE from_us IS NOT NULL
UNION SELECT to_us FROM entity_source WHERE to_us IS NOT NULL
ORDER BY at_us
