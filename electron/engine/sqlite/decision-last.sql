-- The newest decision's place, its place in the chain it was written in, and its hash. Columns: seq, number, hash.
SELECT seq, coalesce(number, seq) AS number, hash FROM decision ORDER BY seq DESC LIMIT 1
