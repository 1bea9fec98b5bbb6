-- Who looks at the desk. Columns: name.
SELECT name FROM viewer
