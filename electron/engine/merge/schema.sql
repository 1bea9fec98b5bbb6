-- Everything that a database is made of. Columns: type, name, sql.
SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name
