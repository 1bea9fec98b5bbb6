-- What connections, web requests and lookups tell of who talked to whom, in one shape.
-- Result: class ('network' | 'http' | 'dns'), time, event_no, src_ip, device, dst_ip, port, name (the other side's in lower case, or what was looked up), uid (of the
-- connection), process (that acted), is_answered (some bytes came back), is_ssl (told by a log of TLS alone). A lookup's other side is no address, and it is
-- of no connection. One scan of these classes.
SELECT 'network' AS class, time, event_no, src_endpoint_ip AS src_ip, device_hostname AS device, dst_endpoint_ip AS dst_ip, dst_endpoint_port AS port,
       LOWER(COALESCE(NULLIF(tls_sni, ''), NULLIF(dst_endpoint_hostname, ''))) AS name, connection_info_uid AS uid, actor_process_uid AS process,
       COALESCE(traffic_bytes_in > 0, FALSE) AS is_answered, COALESCE(metadata_log_name, '') = 'ssl' AS is_ssl
FROM network_activity
UNION ALL
SELECT 'http', time, event_no, src_endpoint_ip, device_hostname, dst_endpoint_ip, dst_endpoint_port,
       LOWER(COALESCE(NULLIF(http_request_url_hostname, ''), NULLIF(dst_endpoint_hostname, ''))), connection_info_uid, CAST(NULL AS VARCHAR), FALSE, FALSE
FROM http_activity
UNION ALL
SELECT 'dns', time, event_no, src_endpoint_ip, device_hostname, CAST(NULL AS VARCHAR), CAST(NULL AS INTEGER), LOWER(query_hostname), CAST(NULL AS VARCHAR),
       actor_process_uid, FALSE, FALSE
FROM dns_activity
