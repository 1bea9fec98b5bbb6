-- Addresses of the estate that events name, by source and day, and how many of those events fall into a binding of the address to a device.
-- Multicast and broadcast are nobody; loopback and link-local addresses are left out.
-- Tables: members(snapshot VARCHAR, source VARCHAR), bindings(address VARCHAR, holders BIGINT, from_time, to_time TIMESTAMP).
-- Of one address there are never two bindings at a time.
-- Result: role ('src' | 'dst'), source, day TIMESTAMP, address VARCHAR, n, held (by one device), contested (by several) BIGINT, event VARCHAR (the
-- first in no binding).
WITH seen AS (
  SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM network_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM http_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM dns_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM authentication
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM rdp_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM smb_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM ssh_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM ftp_activity
  UNION ALL SELECT snapshot, event_no, time, src_endpoint_ip AS src, dst_endpoint_ip AS dst FROM network_file_activity
),
mention AS (
  SELECT 'src' AS role, snapshot, event_no, time, src AS address FROM seen
  WHERE COALESCE(regexp_extract(src, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|f[cd][0-9a-f][0-9a-f]:)'), '') <> ''
  UNION ALL
  SELECT 'dst', snapshot, event_no, time, dst FROM seen
  WHERE COALESCE(regexp_extract(dst, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|f[cd][0-9a-f][0-9a-f]:)'), '') <> ''
    AND COALESCE(regexp_extract(dst, '[.]255$'), '') = ''
)
SELECT e.role, m.source, date_trunc('day', e.time) AS day, e.address, COUNT(*) AS n,
       CAST(SUM(CASE WHEN b.holders = 1 THEN 1 ELSE 0 END) AS BIGINT) AS held,
       CAST(SUM(CASE WHEN b.holders > 1 THEN 1 ELSE 0 END) AS BIGINT) AS contested,
       MIN(CASE WHEN b.holders IS NULL THEN CONCAT(e.snapshot, '-', CAST(e.event_no AS VARCHAR)) END) AS event
FROM mention AS e
JOIN members AS m ON m.snapshot = e.snapshot
LEFT JOIN bindings AS b ON b.address = e.address AND e.time >= b.from_time AND e.time < b.to_time
GROUP BY e.role, m.source, date_trunc('day', e.time), e.address
ORDER BY e.role, m.source, day, e.address
