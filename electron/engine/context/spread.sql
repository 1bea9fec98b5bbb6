-- How usual destinations are for everyone.
-- Table: destinations(value VARCHAR): names in lower case and addresses, as contacts.sql gives them.
-- Result: destination, destination_sources, internal_sources (of them, addresses a site hands out itself), destination_days, destination_first,
-- destination_address. What a contact is contacts.sql says.
-- Cost: the destinations of all records, and all of those that went to one of these.
WITH talk AS NOT MATERIALIZED (
  SELECT time, src_endpoint_ip AS src_ip, device_hostname AS device, dst_endpoint_ip AS dst_ip, NULLIF(tls_sni, '') AS asked_name,
         NULLIF(dst_endpoint_hostname, '') AS told_name, connection_info_uid AS uid
  FROM network_activity
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, NULLIF(http_request_url_hostname, ''), NULLIF(dst_endpoint_hostname, ''),
         connection_info_uid
  FROM http_activity
),
by_name AS (
  SELECT time, src_endpoint_ip AS src_ip, device_hostname AS device, dst_endpoint_ip AS dst_ip, LOWER(tls_sni) AS name, connection_info_uid AS uid
  FROM network_activity WHERE tls_sni <> ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, LOWER(dst_endpoint_hostname), connection_info_uid
  FROM network_activity WHERE dst_endpoint_hostname <> '' AND COALESCE(tls_sni, '') = ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, LOWER(http_request_url_hostname), connection_info_uid
  FROM http_activity WHERE http_request_url_hostname <> ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, LOWER(dst_endpoint_hostname), connection_info_uid
  FROM http_activity WHERE dst_endpoint_hostname <> '' AND COALESCE(http_request_url_hostname, '') = ''
),
to_address AS (
  SELECT t.*, COALESCE(t.asked_name, t.told_name) AS name FROM talk AS t JOIN destinations AS d ON d.value = t.dst_ip
),
named AS (
  SELECT DISTINCT src_ip, dst_ip FROM to_address WHERE name IS NOT NULL
),
record AS (
  SELECT n.src_ip, n.device, n.dst_ip, n.name AS destination, 1 AS is_named, n.uid, n.time FROM by_name AS n JOIN destinations AS d ON d.value = n.name
  UNION ALL
  SELECT t.src_ip, t.device, t.dst_ip, t.dst_ip, 0, t.uid, t.time
  FROM to_address AS t LEFT JOIN named AS m ON m.src_ip = t.src_ip AND m.dst_ip = t.dst_ip
  WHERE t.name IS NULL AND m.src_ip IS NULL
),
begun AS (
  SELECT src_ip, device, dst_ip, destination, MIN(time) AS time FROM record WHERE uid IS NOT NULL GROUP BY src_ip, device, dst_ip, destination, is_named, uid
  UNION ALL
  SELECT src_ip, device, dst_ip, destination, time FROM record WHERE uid IS NULL
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
