-- The newest entry that joined the logs of two copies. Columns: id.
SELECT id FROM decision WHERE kind = 'log.merge' ORDER BY seq DESC LIMIT 1
