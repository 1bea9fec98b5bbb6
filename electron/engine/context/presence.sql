-- Who is seen where: accounts on hosts, and hosts behind addresses as their own agents report them.
-- Tables: hosts(value VARCHAR, lower case, whole or first label), accounts(value VARCHAR, lower case), addresses(value VARCHAR).
-- Hosts that agents report behind the addresses count as hosts too.
-- Result: relation ('account-on-host' | 'host-of-account' | 'host-of-address' | 'address-of-account'), one, other, domain, uid, n, first_seen, last_seen, days.
WITH person AS (
  SELECT LOWER(device_hostname) AS host, user_name AS name, user_domain AS domain, user_uid AS uid, src_endpoint_ip AS address, time
  FROM authentication WHERE user_name IS NOT NULL AND status_id = 1
  UNION ALL
  SELECT LOWER(device_hostname), process_user_name, process_user_domain, process_user_uid, CAST(NULL AS VARCHAR), time
  FROM process_activity WHERE process_user_name IS NOT NULL AND activity_id = 1
),
agent AS (
  SELECT f.src_ip AS address, LOWER(f.device) AS host, COUNT(*) AS n, MIN(f.time) AS first_seen, MAX(f.time) AS last_seen,
         COUNT(DISTINCT CAST(f.time AS DATE)) AS days
  FROM rel_flow AS f JOIN (SELECT value, hash(value) AS key FROM addresses) AS a ON a.key = f.key AND a.value = f.src_ip
  WHERE f.role = 'source' AND f.class = 'network' AND f.process IS NOT NULL AND f.device IS NOT NULL
  GROUP BY f.src_ip, LOWER(f.device)
),
wanted_host AS (
  SELECT value FROM hosts UNION SELECT host FROM agent
),
seen AS (
  SELECT 'account-on-host' AS relation, h.value AS one, p.name AS other, p.domain, p.uid, p.time FROM person AS p JOIN wanted_host AS h ON h.value = p.host
  UNION ALL
  SELECT 'account-on-host', h.value, p.name, p.domain, p.uid, p.time
  FROM person AS p JOIN wanted_host AS h ON h.value = regexp_extract(p.host, '^[^.]+') WHERE h.value <> p.host
  UNION ALL
  SELECT 'host-of-account', a.value, p.host, p.domain, p.uid, p.time FROM person AS p JOIN accounts AS a ON a.value = LOWER(p.name)
  UNION ALL
  SELECT 'address-of-account', a.value, p.address, p.domain, p.uid, p.time FROM person AS p JOIN accounts AS a ON a.value = LOWER(p.name) WHERE p.address IS NOT NULL
)
SELECT relation, one, other, MAX(domain) AS domain, MAX(uid) AS uid, COUNT(*) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen,
       COUNT(DISTINCT CAST(time AS DATE)) AS days
FROM seen
WHERE other IS NOT NULL
GROUP BY relation, one, other
UNION ALL
SELECT 'host-of-address', address, host, NULL, NULL, n, first_seen, last_seen, days FROM agent
ORDER BY relation, one, n DESC, other
