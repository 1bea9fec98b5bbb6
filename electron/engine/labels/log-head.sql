-- The decision log's last entry.
SELECT seq, hash FROM decision ORDER BY seq DESC LIMIT 1
