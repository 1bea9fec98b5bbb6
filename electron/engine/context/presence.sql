-- Who is seen where: accounts on hosts, and hosts behind addresses as their own agents report them.
-- Tables: hosts(value VARCHAR), accounts(value VARCHAR, lower case), addresses(value VARCHAR).
-- Result: relation ('account-on-host' | 'host-of-account' | 'host-of-address' | 'address-of-account'), one, other, domain, uid, n, first_seen, last_seen, days.
WITH person AS (
  SELECT device_hostname AS host, user_name AS name, user_domain AS domain, user_uid AS uid, src_endpoint_ip AS address, time
  FROM authentication WHERE user_name IS NOT NULL AND status_id = 1
  UNION ALL
  SELECT device_hostname, process_user_name, process_user_domain, process_user_uid, CAST(NULL AS VARCHAR), time
  FROM process_activity WHERE process_user_name IS NOT NULL AND activity_id = 1
),
agent AS (
  SELECT device_hostname AS host, src_endpoint_ip AS address, time FROM network_activity
  WHERE actor_process_uid IS NOT NULL AND device_hostname IS NOT NULL AND src_endpoint_ip IS NOT NULL
),
seen AS (
  SELECT 'account-on-host' AS relation, p.host AS one, p.name AS other, p.domain, p.uid, p.time FROM person AS p JOIN hosts AS h ON h.value = p.host
  UNION ALL
  SELECT 'host-of-account', a.value, p.host, p.domain, p.uid, p.time FROM person AS p JOIN accounts AS a ON a.value = LOWER(p.name)
  UNION ALL
  SELECT 'address-of-account', a.value, p.address, p.domain, p.uid, p.time FROM person AS p JOIN accounts AS a ON a.value = LOWER(p.name) WHERE p.address IS NOT NULL
  UNION ALL
  SELECT 'host-of-address', d.value, g.host, CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), g.time FROM agent AS g JOIN addresses AS d ON d.value = g.address
)
SELECT relation, one, other, MAX(domain) AS domain, MAX(uid) AS uid, COUNT(*) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen,
       COUNT(DISTINCT CAST(time AS DATE)) AS days
FROM seen
WHERE other IS NOT NULL
GROUP BY relation, one, other
ORDER BY relation, one, n DESC, other
