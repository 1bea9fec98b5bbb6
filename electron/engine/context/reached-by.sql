-- Who else reached a destination, and the addresses it stood for.
-- Table: destinations(value VARCHAR, suffix BIGINT): with suffix = 1 names below it count too, by their last two or three labels, and lookups count as well as
-- contacts. Records of one connection count once.
-- Result: destination, relation ('source' | 'address' | 'name'), other, n, first_seen, last_seen, days.
-- Cost: the addresses and names of all records, and all of those that are wanted. Each name is taken apart once, and none where names below do not count.
WITH parent AS (
  SELECT value FROM destinations WHERE suffix = 1
),
named AS NOT MATERIALIZED (
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip AS address, LOWER(tls_sni) AS name,
         connection_info_uid AS uid, snapshot, event_no, 0 AS is_lookup
  FROM network_activity WHERE tls_sni <> ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, LOWER(dst_endpoint_hostname), connection_info_uid, snapshot, event_no, 0
  FROM network_activity WHERE dst_endpoint_hostname <> '' AND COALESCE(tls_sni, '') = ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, LOWER(http_request_url_hostname), connection_info_uid, snapshot, event_no, 0
  FROM http_activity WHERE http_request_url_hostname <> ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, LOWER(dst_endpoint_hostname), connection_info_uid, snapshot, event_no, 0
  FROM http_activity WHERE dst_endpoint_hostname <> '' AND COALESCE(http_request_url_hostname, '') = ''
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, CAST(NULL AS VARCHAR), LOWER(query_hostname), NULL, snapshot, event_no, 1
  FROM dns_activity WHERE query_hostname IS NOT NULL
),
name_of AS (
  SELECT DISTINCT n.name FROM named AS n WHERE EXISTS (SELECT 1 FROM parent)
),
below AS (
  SELECT d.value AS destination, n.name FROM name_of AS n JOIN parent AS d ON d.value = regexp_extract(n.name, '[^.]+[.][^.]+$')
  UNION
  SELECT d.value, n.name FROM name_of AS n JOIN parent AS d ON d.value = regexp_extract(n.name, '[^.]+[.][^.]+[.][^.]+$')
),
wanted AS (
  SELECT value AS destination, value AS name, suffix FROM destinations
  UNION
  SELECT destination, name, 1 FROM below
),
addressed AS (
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip AS address, tls_sni AS first_name, dst_endpoint_hostname AS second_name,
         connection_info_uid AS uid, snapshot, event_no
  FROM network_activity
  UNION ALL
  SELECT time, src_endpoint_ip, device_hostname, dst_endpoint_ip, http_request_url_hostname, dst_endpoint_hostname, connection_info_uid, snapshot, event_no
  FROM http_activity
),
matched AS (
  SELECT d.destination, n.time, COALESCE(n.src_endpoint_ip, n.device_hostname) AS source, n.address, n.name, n.uid, n.snapshot, n.event_no
  FROM named AS n JOIN wanted AS d ON d.name = n.name WHERE n.is_lookup = 0 OR d.suffix = 1
  UNION ALL
  SELECT d.value, a.time, COALESCE(a.src_endpoint_ip, a.device_hostname), a.address,
         COALESCE(LOWER(NULLIF(a.first_name, '')), LOWER(NULLIF(a.second_name, '')), a.address), a.uid, a.snapshot, a.event_no
  FROM addressed AS a JOIN destinations AS d ON d.value = a.address
),
event AS (
  SELECT destination, time, source, address, name, COALESCE(uid, CONCAT(snapshot, CAST(event_no AS VARCHAR))) AS connection FROM matched
),
related AS (
  SELECT destination, 'source' AS relation, source AS other, connection, time FROM event
  UNION ALL
  SELECT destination, 'address', address, connection, time FROM event WHERE address <> destination
  UNION ALL
  SELECT destination, 'name', name, connection, time FROM event WHERE name <> destination
)
SELECT destination, relation, other, COUNT(DISTINCT connection) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen, COUNT(DISTINCT CAST(time AS DATE)) AS days
FROM related
WHERE other IS NOT NULL
GROUP BY destination, relation, other
ORDER BY destination, relation, other
