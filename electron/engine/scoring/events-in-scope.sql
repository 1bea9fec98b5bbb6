-- How many events of one class are in the scope. {{class}} is replaced by a known class name. Columns: n.
SELECT count(*) AS n FROM {{class}}
