-- Who else reached a destination, and the addresses it stood for.
-- Table: destinations(value VARCHAR, suffix BIGINT): with suffix = 1 names below it count too, by their last two or three labels, and lookups count as well as
-- contacts. Records of one connection count once.
-- Result: destination, relation ('source' | 'address' | 'name'), other, n, first_seen, last_seen, days.
WITH talk AS (
  SELECT time, COALESCE(src_endpoint_ip, device_hostname) AS source, dst_endpoint_ip AS address,
         COALESCE(LOWER(NULLIF(tls_sni, '')), LOWER(NULLIF(dst_endpoint_hostname, '')), dst_endpoint_ip) AS name,
         connection_info_uid AS uid, snapshot, event_no, 0 AS is_lookup
  FROM network_activity
  UNION ALL
  SELECT time, COALESCE(src_endpoint_ip, device_hostname), dst_endpoint_ip,
         COALESCE(LOWER(NULLIF(http_request_url_hostname, '')), LOWER(NULLIF(dst_endpoint_hostname, '')), dst_endpoint_ip),
         connection_info_uid, snapshot, event_no, 0
  FROM http_activity
  UNION ALL
  SELECT time, COALESCE(src_endpoint_ip, device_hostname), CAST(NULL AS VARCHAR), LOWER(query_hostname),
         NULL, snapshot, event_no, 1
  FROM dns_activity
),
matched AS (
  SELECT d.value AS destination, t.time, t.source, t.address, t.name, t.uid, t.snapshot, t.event_no
  FROM talk AS t JOIN destinations AS d ON d.value = t.name AND (t.is_lookup = 0 OR d.suffix = 1)
  UNION ALL
  SELECT d.value, t.time, t.source, t.address, t.name, t.uid, t.snapshot, t.event_no
  FROM talk AS t JOIN destinations AS d ON d.value = t.address AND t.name <> t.address
  UNION ALL
  SELECT d.value, t.time, t.source, t.address, t.name, t.uid, t.snapshot, t.event_no
  FROM talk AS t JOIN destinations AS d ON d.suffix = 1 AND d.value = regexp_extract(t.name, '[^.]+[.][^.]+$') AND t.name <> d.value
  UNION ALL
  SELECT d.value, t.time, t.source, t.address, t.name, t.uid, t.snapshot, t.event_no
  FROM talk AS t JOIN destinations AS d ON d.suffix = 1 AND d.value = regexp_extract(t.name, '[^.]+[.][^.]+[.][^.]+$') AND t.name <> d.value
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
