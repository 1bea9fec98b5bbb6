-- Forgets the oldest of the statements that nobody pinned or named. Parameters: $keep.
DELETE FROM sql_statement
WHERE is_pinned = 0 AND name IS NULL
  AND id NOT IN (SELECT id FROM sql_statement WHERE is_pinned = 0 AND name IS NULL ORDER BY seq DESC LIMIT $keep)
