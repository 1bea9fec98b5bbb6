-- How usual destinations are for everyone.
-- Table: destinations(value VARCHAR): names in lower case and addresses, as contacts.sql gives them.
-- Result: destination, destination_sources, internal_sources (of them, addresses a site hands out itself), destination_days, destination_first,
-- destination_address. What a contact is contacts.sql says.
-- Cost: the flows to these alone.
WITH wanted AS (
  SELECT value, hash(value) AS key FROM destinations
),
by_name AS (
  SELECT f.src_ip, f.device, f.dst_ip, f.name, f.connection, f.time FROM rel_flow AS f JOIN wanted AS d ON d.key = f.key AND d.value = f.name
  WHERE f.role = 'name' AND f.class <> 'dns'
),
to_address AS (
  SELECT f.src_ip, f.device, f.dst_ip, f.name, f.connection, f.time FROM rel_flow AS f JOIN wanted AS d ON d.key = f.key AND d.value = f.dst_ip
  WHERE f.role = 'destination'
),
named AS (
  SELECT DISTINCT src_ip, dst_ip FROM to_address WHERE name IS NOT NULL
),
record AS (
  SELECT src_ip, device, dst_ip, name AS destination, 1 AS is_named, connection, time FROM by_name
  UNION ALL
  SELECT t.src_ip, t.device, t.dst_ip, t.dst_ip, 0, t.connection, t.time
  FROM to_address AS t LEFT JOIN named AS m ON m.src_ip = t.src_ip AND m.dst_ip = t.dst_ip
  WHERE t.name IS NULL AND m.src_ip IS NULL
),
begun AS (
  SELECT src_ip, device, dst_ip, destination, MIN(time) AS time FROM record GROUP BY src_ip, device, dst_ip, destination, is_named, connection
),
reach AS (
  SELECT destination, COALESCE(src_ip, device) AS source, CAST(time AS DATE) AS day, MIN(time) AS first_seen, MIN(dst_ip) AS address
  FROM begun
  GROUP BY destination, COALESCE(src_ip, device), CAST(time AS DATE)
)
SELECT destination, COUNT(DISTINCT source) AS destination_sources,
       COUNT(DISTINCT CASE WHEN COALESCE(regexp_extract(source, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|f[cd][0-9a-f][0-9a-f]:)'), '') <> '' THEN source END) AS internal_sources,
       COUNT(DISTINCT day) AS destination_days, MIN(first_seen) AS destination_first, MIN(address) AS destination_address
FROM reach
GROUP BY destination
ORDER BY destination
