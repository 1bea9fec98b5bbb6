-- The newest decision's place and hash. Columns: seq, hash.
SELECT seq, hash FROM decision ORDER BY seq DESC LIMIT 1
