-- What was seen between two things on each day, before their names are made canonical.
-- A mention is kind, host, shown name and text, with U+001F between them. Kinds: place (host or address), target (domain or address), account,
-- process, file, image (a program's path), operation, resource.
-- Result: src, dst VARCHAR (mentions), type, day INTEGER (days since 1970 UTC), n BIGINT (records of one connection count once), first_seen, last_seen
-- TIMESTAMP, bytes BIGINT (both directions; 0 where not told), failures BIGINT. One scan of every class.
-- A connection record without a name goes by the name that another record of the connection gives, and is left out where the same addresses also have records with one on that day: it is the same contact. Where
-- Sysmon tells of a host's process starts, the Security log's own record of the same start is left out. LOGGED_ON is a logon that leaves a session someone can
-- use (OCSF logon types: interactive, unlock, remote interactive, cached); over the network, as a service or with a ticket it is AUTHENTICATED_TO.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
),
talk AS (
  SELECT time, event_no, src_endpoint_ip AS src_ip, dst_endpoint_ip AS dst_ip, device_hostname AS device, actor_process_uid AS actor,
         COALESCE(actor_process_file_path, actor_process_name) AS actor_name, COALESCE(NULLIF(tls_sni, ''), NULLIF(dst_endpoint_hostname, '')) AS name,
         connection_info_uid AS connection, COALESCE(traffic_bytes_in, 0) + COALESCE(traffic_bytes_out, 0) AS bytes, status_id,
         COALESCE(connection_info_direction_id, 2) <> 1 AS is_own
  FROM network_activity
  UNION ALL
  SELECT time, event_no, src_endpoint_ip, dst_endpoint_ip, device_hostname, NULL, NULL, COALESCE(NULLIF(http_request_url_hostname, ''), NULLIF(dst_endpoint_hostname, '')),
         connection_info_uid, 0, status_id, FALSE
  FROM http_activity
  UNION ALL
  SELECT time, event_no, src_endpoint_ip, dst_endpoint_ip, device_hostname, NULL, NULL, NULLIF(dst_endpoint_hostname, ''), connection_info_uid, 0, status_id, FALSE
  FROM rdp_activity
  UNION ALL
  SELECT time, event_no, src_endpoint_ip, dst_endpoint_ip, device_hostname, NULL, NULL, NULLIF(dst_endpoint_hostname, ''), connection_info_uid, 0, status_id, FALSE
  FROM smb_activity
  UNION ALL
  SELECT time, event_no, src_endpoint_ip, dst_endpoint_ip, device_hostname, NULL, NULL, NULLIF(dst_endpoint_hostname, ''), connection_info_uid, 0, status_id, FALSE
  FROM ssh_activity
),
name_of AS (
  SELECT connection, MIN(name) AS name FROM talk WHERE name IS NOT NULL AND connection IS NOT NULL GROUP BY connection
),
named AS (
  SELECT src_ip, dst_ip, CAST(time AS DATE) AS day FROM talk WHERE name IS NOT NULL AND dst_ip IS NOT NULL GROUP BY src_ip, dst_ip, CAST(time AS DATE)
),
contact AS (
  SELECT t.time, t.event_no, t.src_ip, t.dst_ip, t.device, t.actor, t.actor_name, COALESCE(t.name, c.name, t.dst_ip) AS destination, t.connection, t.bytes, t.status_id, t.is_own
  FROM talk AS t LEFT JOIN name_of AS c ON c.connection = t.connection
    LEFT JOIN named AS m ON m.src_ip = t.src_ip AND m.dst_ip = t.dst_ip AND m.day = CAST(t.time AS DATE)
  WHERE t.name IS NOT NULL OR c.name IS NOT NULL OR (t.dst_ip IS NOT NULL AND m.src_ip IS NULL)
),
contact_day AS (
  SELECT src_ip, device, actor, actor_name, destination, is_own, CAST(time AS DATE) AS day,
         COUNT(DISTINCT COALESCE(connection, CAST(event_no AS VARCHAR))) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen,
         SUM(bytes) AS bytes, SUM(CASE WHEN status_id = 2 THEN 1 ELSE 0 END) AS failures
  FROM contact
  GROUP BY src_ip, device, actor, actor_name, destination, is_own, CAST(time AS DATE)
),
launch AS (
  SELECT p.*, COALESCE(process_file_path, process_name) AS image, COALESCE(process_parent_process_file_path, process_parent_process_name) AS parent_image
  FROM process_activity AS p LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
),
call AS (
  SELECT time, status_id, src_endpoint_ip AS src_ip, device_hostname AS device,
         COALESCE(CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0 THEN split_part(actor_user_uid, '/', 1) || '/' || split_part(actor_user_uid, '/', 2)
           ELSE actor_user_uid END, split_part(actor_user_uid_alt, ':', 1), actor_user_name, actor_invoked_by) AS principal,
         split_part(COALESCE(api_service_name, ''), '.', 1) || ':' || api_operation AS operation, split_part(COALESCE(resources_uid, ''), ';', 1) AS resource,
         CAST(NULL AS VARCHAR) AS assumed
  FROM api_activity
  UNION ALL
  SELECT time, status_id, src_endpoint_ip, device_hostname,
         COALESCE(CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0 THEN split_part(actor_user_uid, '/', 1) || '/' || split_part(actor_user_uid, '/', 2)
           ELSE actor_user_uid END, split_part(actor_user_uid_alt, ':', 1), actor_user_name, actor_invoked_by),
         split_part(COALESCE(api_service_name, ''), '.', 1) || ':' || api_operation, '', user_uid
  FROM authentication WHERE cloud_provider IS NOT NULL
),
link AS (
  SELECT 'RESOLVED_TO' AS type, 'target' AS s_kind, '' AS s_host, '' AS s_name, name AS s_text, 'target' AS d_kind, '' AS d_host, '' AS d_name, dst_ip AS d_text, time, status_id
  FROM talk WHERE name IS NOT NULL
  UNION ALL
  SELECT 'RESOLVED_TO', 'target', '', '', d.query_hostname, 'target', '', '', a.answer, d.time, d.status_id
  FROM dns_activity AS d CROSS JOIN UNNEST(string_split(d.answers_rdata, ';')) AS a(answer)
  WHERE COALESCE(regexp_extract(a.answer, '^([0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)$'), '') <> ''
  UNION ALL
  SELECT 'ASKED_FOR', 'place', '', '', COALESCE(src_endpoint_ip, device_hostname), 'target', '', '', query_hostname, time,
         CASE WHEN rcode_id IS NOT NULL AND rcode_id <> 0 THEN 2 ELSE status_id END FROM dns_activity
  UNION ALL
  SELECT 'ASKED_FOR', 'process', device_hostname, COALESCE(actor_process_file_path, actor_process_name), actor_process_uid, 'target', '', '', query_hostname, time, status_id
  FROM dns_activity WHERE actor_process_uid IS NOT NULL
  UNION ALL
  SELECT 'HAS_IP', 'place', '', '', device, 'place', '', '', src_ip, time, status_id FROM talk WHERE actor IS NOT NULL AND is_own
  UNION ALL
  SELECT 'SPAWNED', 'process', device_hostname, parent_image, process_parent_process_uid, 'process', device_hostname, image, process_uid, time, status_id FROM launch
  UNION ALL
  SELECT 'SPAWNED', 'image', '', '', parent_image, 'image', '', '', image, time, status_id FROM launch
  UNION ALL
  SELECT 'RAN', 'place', '', '', device_hostname, 'image', '', '', image, time, status_id FROM launch
  UNION ALL
  SELECT 'RAN', 'image', '', '', image, 'process', device_hostname, image, process_uid, time, status_id FROM launch
  UNION ALL
  SELECT 'RAN', 'account', device_hostname, '',
         CASE WHEN COALESCE(process_user_domain, '') = '' OR strpos(process_user_name, '\') > 0 OR strpos(process_user_name, '@') > 0 THEN process_user_name
           ELSE process_user_domain || '\' || process_user_name END,
         'process', device_hostname, image, process_uid, time, status_id FROM launch
  UNION ALL
  SELECT 'USED', 'account', device_hostname, '',
         CASE WHEN COALESCE(process_user_domain, '') = '' OR strpos(process_user_name, '\') > 0 OR strpos(process_user_name, '@') > 0 THEN process_user_name
           ELSE process_user_domain || '\' || process_user_name END,
         'place', '', '', device_hostname, time, status_id FROM launch
  UNION ALL
  SELECT CASE WHEN activity_id = 4 THEN 'INJECTED_INTO' ELSE 'OPENED' END, 'process', device_hostname, COALESCE(actor_process_file_path, actor_process_name), actor_process_uid,
         'process', device_hostname, COALESCE(process_file_path, process_name), process_uid, time, status_id
  FROM process_activity WHERE activity_id IN (3, 4) AND actor_process_uid IS NOT NULL
  UNION ALL
  SELECT 'LOADED', 'process', device_hostname, COALESCE(actor_process_file_path, actor_process_name), actor_process_uid,
         'file', device_hostname, '', COALESCE(module_file_path, module_file_name), time, status_id FROM module_activity WHERE actor_process_uid IS NOT NULL
  UNION ALL
  SELECT 'WROTE', 'process', device_hostname, COALESCE(actor_process_file_path, actor_process_name), actor_process_uid,
         'file', device_hostname, '', COALESCE(file_path, file_name), time, status_id FROM file_activity WHERE actor_process_uid IS NOT NULL
  UNION ALL
  SELECT CASE WHEN status_id = 1 AND activity_id = 1 AND COALESCE(logon_type_id, 2) IN (0, 1, 2, 7, 10, 11, 12, 13) THEN 'LOGGED_ON' ELSE 'AUTHENTICATED_TO' END, 'account', device_hostname, '',
         CASE WHEN COALESCE(user_domain, '') = '' OR strpos(user_name, '\') > 0 OR strpos(user_name, '@') > 0 THEN user_name ELSE user_domain || '\' || user_name END,
         'place', '', '', device_hostname, time, status_id FROM authentication WHERE cloud_provider IS NULL
  UNION ALL
  SELECT 'ORIGIN_OF', 'place', '', '', src_endpoint_ip, 'account', device_hostname, '',
         CASE WHEN COALESCE(user_domain, '') = '' OR strpos(user_name, '\') > 0 OR strpos(user_name, '@') > 0 THEN user_name ELSE user_domain || '\' || user_name END,
         time, status_id FROM authentication WHERE cloud_provider IS NULL
  UNION ALL
  SELECT 'ORIGIN_OF', 'place', '', '', src_ip, 'account', '', '', principal, time, status_id FROM call
  UNION ALL
  SELECT 'API_CALLED', 'account', '', '', principal, 'operation', '', '', operation, time, status_id FROM call
  UNION ALL
  SELECT 'ACTED_ON', 'account', '', '', principal, 'resource', '', '', resource, time, status_id FROM call
  UNION ALL
  SELECT 'ASSUMED', 'account', '', '', principal, 'account', '', '', assumed, time, status_id FROM call
),
link_day AS (
  SELECT type, s_kind, s_host, s_name, s_text, d_kind, d_host, d_name, d_text, CAST(time AS DATE) AS day, COUNT(*) AS n, MIN(time) AS first_seen,
         MAX(time) AS last_seen, SUM(CASE WHEN status_id = 2 THEN 1 ELSE 0 END) AS failures
  FROM link
  WHERE s_text <> '' AND d_text <> ''
  GROUP BY type, s_kind, s_host, s_name, s_text, d_kind, d_host, d_name, d_text, CAST(time AS DATE)
),
told AS (
  SELECT 'CONNECTED' AS type, 'place' AS s_kind, '' AS s_host, '' AS s_name, src_ip AS s_text, 'target' AS d_kind, '' AS d_host, '' AS d_name, destination AS d_text,
         day, n, first_seen, last_seen, bytes, failures FROM contact_day WHERE src_ip IS NOT NULL
  UNION ALL
  SELECT 'CONNECTED', 'place', '', '', device, 'target', '', '', destination, day, n, first_seen, last_seen, bytes, failures
  FROM contact_day WHERE device IS NOT NULL AND (src_ip IS NULL OR (actor IS NOT NULL AND is_own))
  UNION ALL
  SELECT 'CONNECTED', 'process', device, actor_name, actor, 'target', '', '', destination, day, n, first_seen, last_seen, bytes, failures
  FROM contact_day WHERE actor IS NOT NULL
  UNION ALL
  SELECT type, s_kind, s_host, s_name, s_text, d_kind, d_host, d_name, d_text, day, n, first_seen, last_seen, 0, failures FROM link_day
)
SELECT s_kind || chr(31) || COALESCE(s_host, '') || chr(31) || substr(COALESCE(s_name, ''), 1, 400) || chr(31) || substr(s_text, 1, 2000) AS src,
       d_kind || chr(31) || COALESCE(d_host, '') || chr(31) || substr(COALESCE(d_name, ''), 1, 400) || chr(31) || substr(d_text, 1, 2000) AS dst,
       type, CAST(date_diff('day', DATE '1970-01-01', day) AS INTEGER) AS day, CAST(SUM(n) AS BIGINT) AS n, MIN(first_seen) AS first_seen,
       MAX(last_seen) AS last_seen, CAST(SUM(bytes) AS BIGINT) AS bytes, CAST(SUM(failures) AS BIGINT) AS failures
FROM told
GROUP BY 1, 2, 3, 4
