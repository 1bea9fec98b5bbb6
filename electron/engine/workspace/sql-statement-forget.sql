-- Forgets one statement. Parameters: $id.
DELETE FROM sql_statement WHERE id = $id
