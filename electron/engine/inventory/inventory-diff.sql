-- Rows of two versions that are not the same in both, matched by key; of rows that share a key the first goes with the first.
-- Parameters: $before, $after (ids). Cost: one index range of each.
WITH b AS (
  SELECT record_key, row_number() OVER (PARTITION BY record_key ORDER BY row_no) AS n, body FROM inventory_record WHERE inventory_id = $before
), a AS (
  SELECT record_key, row_number() OVER (PARTITION BY record_key ORDER BY row_no) AS n, body FROM inventory_record WHERE inventory_id = $after
)
SELECT coalesce(b.record_key, a.record_key) AS key, b.body AS before_body, a.body AS after_body
FROM b FULL JOIN a ON a.record_key = b.record_key AND a.n = b.n
WHERE a.body IS NOT b.body
ORDER BY CASE WHEN a.body IS NULL THEN 0 WHEN b.body IS NULL THEN 1 ELSE 2 END, key, coalesce(b.n, a.n)
