-- How far the clocks of hosts are from the network sensor's: connections that both recorded, told apart by their four-tuple, each host record with
-- the sensor's nearest one within half a day.
-- Tables: members(snapshot VARCHAR, source VARCHAR).
-- Result: source, host, day TIMESTAMP (of the host's record), seconds BIGINT (host minus sensor), n BIGINT.
WITH sensor AS (
  SELECT time, src_endpoint_ip AS src, src_endpoint_port AS src_port, dst_endpoint_ip AS dst, dst_endpoint_port AS dst_port
  FROM network_activity
  WHERE actor_process_uid IS NULL AND device_hostname IS NULL AND COALESCE(metadata_log_name, 'conn') = 'conn' AND src_endpoint_port > 0
),
agent AS (
  SELECT snapshot, event_no, time, LOWER(device_hostname) AS host, src_endpoint_ip AS src, src_endpoint_port AS src_port, dst_endpoint_ip AS dst,
         dst_endpoint_port AS dst_port
  FROM network_activity
  WHERE actor_process_uid IS NOT NULL AND device_hostname IS NOT NULL AND src_endpoint_port > 0
),
pair AS (
  SELECT a.snapshot, a.event_no, a.host, a.time, date_diff('second', s.time, a.time) AS seconds
  FROM agent AS a JOIN sensor AS s ON s.src = a.src AND s.src_port = a.src_port AND s.dst = a.dst AND s.dst_port = a.dst_port
),
nearest AS (
  SELECT snapshot, host, time, MIN_BY(seconds, ABS(seconds)) AS seconds FROM pair WHERE ABS(seconds) <= 43200 GROUP BY snapshot, event_no, host, time
)
SELECT m.source, n.host, date_trunc('day', n.time) AS day, n.seconds, COUNT(*) AS n
FROM nearest AS n JOIN members AS m ON m.snapshot = n.snapshot
GROUP BY m.source, n.host, date_trunc('day', n.time), n.seconds
ORDER BY m.source, n.host, day, n.seconds
