-- Which hosts report an address as their own, day by day: an agent knows the address it speaks from.
-- Result: address, host VARCHAR, day TIMESTAMP, n BIGINT.
SELECT src_endpoint_ip AS address, LOWER(device_hostname) AS host, date_trunc('day', time) AS day, COUNT(*) AS n
FROM network_activity
WHERE actor_process_uid IS NOT NULL AND device_hostname IS NOT NULL AND src_endpoint_ip IS NOT NULL
GROUP BY src_endpoint_ip, LOWER(device_hostname), date_trunc('day', time)
ORDER BY address, day, n DESC, host
