-- How many decisions there are. Parameters: $kind or NULL. Columns: n.
SELECT count(*) AS n FROM decision WHERE $kind IS NULL OR kind = $kind
