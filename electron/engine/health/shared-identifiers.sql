-- Strong identifiers that more than one row of the versions in use at a moment bears: what joins rows into one thing, or is a conflict when both
-- rows are of one version. Parameters: $at. Result: identifier, kind, inventory, row_no.
WITH strong AS (
  SELECT k.identifier, i.kind, k.inventory_id AS inventory, k.row_no
  FROM inventory_identifier AS k JOIN inventory AS i ON i.id = k.inventory_id
  WHERE i.kind IN ('directory', 'idp', 'cmdb') AND i.retired_by IS NULL
    AND (i.valid_from_us IS NULL OR i.valid_from_us <= $at) AND (i.valid_to_us IS NULL OR i.valid_to_us > $at)
    AND (k.identifier GLOB 'serial:*' OR k.identifier GLOB 'host:fqdn:*' OR k.identifier GLOB 'account:sid:*' OR k.identifier GLOB 'account:upn:*')
)
SELECT s.identifier, s.kind, s.inventory, s.row_no
FROM strong AS s
WHERE s.identifier IN (SELECT identifier FROM strong GROUP BY identifier HAVING count(*) > 1)
ORDER BY s.identifier, s.inventory, s.row_no
