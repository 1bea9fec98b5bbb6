-- What a host shows of its part in the estate: ports it serves, programs it runs, who logs on to it and how.
-- Table: places(place_no BIGINT, host VARCHAR, address VARCHAR, from_time TIMESTAMP, served_from TIMESTAMP, to_time TIMESTAMP): a host in lower
-- case, whole or by its first label, and its address or NULL. An address may change hands, so ports count from served_from only.
-- Result: place_no, kind ('port' | 'program' | 'logon' | 'ticket'), what (the port, the image, the logon type or nothing), n, others (clients or
-- accounts), days. A port counts where somebody was answered; only programs that tell of a part are looked for.
WITH named AS (
  SELECT p.place_no, d.device_hostname AS device
  FROM places AS p JOIN (
    SELECT device_hostname FROM process_activity GROUP BY device_hostname
    UNION SELECT device_hostname FROM authentication GROUP BY device_hostname
    UNION SELECT device FROM rel_flow WHERE role = 'device' AND class = 'network' GROUP BY device
  ) AS d ON LOWER(d.device_hostname) = p.host OR regexp_extract(LOWER(d.device_hostname), '^[^.]+') = p.host
  WHERE d.device_hostname IS NOT NULL
),
own AS (
  SELECT place_no, address FROM places WHERE address IS NOT NULL
  UNION
  SELECT m.place_no, f.src_ip FROM (SELECT place_no, device, hash(device) AS key FROM named) AS m JOIN rel_flow AS f ON f.key = m.key AND f.device = m.device
  WHERE f.role = 'device' AND f.class = 'network' AND f.process IS NOT NULL AND f.src_ip IS NOT NULL
),
sign AS (
  SELECT o.place_no, 'port' AS kind, CAST(f.port AS VARCHAR) AS what, f.src_ip AS other, f.time
  FROM (SELECT place_no, address, hash(address) AS key FROM own) AS o JOIN rel_flow AS f ON f.key = o.key AND f.dst_ip = o.address
    JOIN places AS p ON p.place_no = o.place_no
  WHERE f.role = 'destination' AND f.class = 'network' AND f.port IS NOT NULL AND f.is_answered AND f.time >= p.served_from AND f.time < p.to_time
  UNION ALL
  SELECT m.place_no, 'program', LOWER(a.process_name), a.process_user_name, a.time
  FROM named AS m JOIN process_activity AS a ON a.device_hostname = m.device JOIN places AS p ON p.place_no = m.place_no
  WHERE a.activity_id = 1 AND a.time >= p.from_time AND a.time < p.to_time
    AND LOWER(a.process_name) IN ('explorer.exe', 'outlook.exe', 'winword.exe', 'excel.exe', 'chrome.exe', 'firefox.exe', 'msedge.exe', 'teams.exe',
      'w3wp.exe', 'httpd.exe', 'nginx.exe', 'sqlservr.exe', 'postgres.exe', 'mysqld.exe', 'oracle.exe', 'dns.exe', 'squid.exe')
  UNION ALL
  SELECT m.place_no, CASE WHEN a.activity_id = 1 THEN 'logon' ELSE 'ticket' END, CASE WHEN a.activity_id = 1 THEN a.logon_type ELSE '' END, LOWER(a.user_name), a.time
  FROM named AS m JOIN authentication AS a ON a.device_hostname = m.device JOIN places AS p ON p.place_no = m.place_no
  WHERE a.activity_id IN (1, 3, 4) AND a.status_id = 1 AND a.user_name IS NOT NULL AND a.time >= p.from_time AND a.time < p.to_time
)
SELECT place_no, kind, COALESCE(what, '') AS what, COUNT(*) AS n, COUNT(DISTINCT other) AS others, COUNT(DISTINCT CAST(time AS DATE)) AS days
FROM sign
GROUP BY place_no, kind, COALESCE(what, '')
ORDER BY place_no, kind, n DESC, what
