-- Statements of the SQL console that somebody keeps. Columns: id.
SELECT id FROM sql_statement WHERE name IS NOT NULL OR is_pinned = 1 ORDER BY id
