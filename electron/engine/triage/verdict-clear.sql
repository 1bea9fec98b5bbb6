-- Forgets every verdict in force, to derive them from the log again.
DELETE FROM verdict_current
