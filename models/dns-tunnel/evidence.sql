-- The queries behind each subject, one event each. Which record stands for a query is decided as in features.sql.
-- Input: subjects(subject_no, src, domain, window_from, window_to).
WITH asked AS (
  SELECT
    snapshot, event_no, file_no, record_no, time, activity_id, metadata_uid, connection_info_uid, metadata_product_name = 'Sysmon' AS by_host,
    coalesce(src_endpoint_ip, lower(src_endpoint_hostname)) AS src, lower(query_registered_domain) AS domain, lower(query_hostname) AS host,
    date_trunc('day', time) AS day
  FROM dns_activity
  WHERE query_registered_domain IS NOT NULL AND coalesce(src_endpoint_ip, src_endpoint_hostname) IS NOT NULL
),
recorded AS (
  SELECT src, day, max(CASE WHEN activity_id = 2 THEN 0 ELSE 1 END) AS has_queries
  FROM asked
  WHERE NOT by_host
  GROUP BY src, day
),
seen AS (SELECT DISTINCT host, day FROM asked WHERE NOT by_host)
SELECT
  w.subject_no, 'dns_activity' AS class, a.snapshot, a.event_no, a.file_no, a.record_no, a.time,
  coalesce(a.metadata_uid, a.connection_info_uid) AS id_uid
FROM subjects w
JOIN asked a ON a.src = w.src AND a.domain = w.domain AND a.time >= w.window_from AND a.time < w.window_to
LEFT JOIN recorded r ON r.src = a.src AND r.day = a.day
LEFT JOIN seen s ON a.by_host AND s.host = a.host AND s.day = a.day
WHERE CASE WHEN a.by_host THEN s.host IS NULL ELSE a.activity_id <> 2 OR a.activity_id IS NULL OR r.has_queries = 0 END
ORDER BY w.subject_no, a.time, a.event_no
