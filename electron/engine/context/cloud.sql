-- What cloud principals did, where they came from and who else did the same.
-- Table: principals(anomaly_no BIGINT, principal VARCHAR, from_time TIMESTAMP, to_time TIMESTAMP, near_from TIMESTAMP, anchor TIMESTAMP, near_to TIMESTAMP):
-- the window scored, and the half hours around its first event.
-- A principal is a user, a service or a role without its session. Sign-ins and role assumptions count as calls.
-- Result: anomaly_no, relation, what, n, others, first_seen, last_seen. Relations: 'ever' (all its calls), 'session', 'account', 'operation'
-- (service and operation; others = further principals that ever called it; first_seen = by this principal), 'address' (others = further
-- principals that ever came from it), 'alike' (those principals), 'before' and 'after' (the calls nearest to the first event, either side).
WITH raw AS (
  SELECT actor_user_uid, actor_user_uid_alt, actor_user_name, actor_invoked_by, cloud_account_uid, api_service_name, api_operation, src_endpoint_ip, time
  FROM api_activity
  UNION ALL
  SELECT actor_user_uid, actor_user_uid_alt, actor_user_name, actor_invoked_by, cloud_account_uid, api_service_name, api_operation, src_endpoint_ip, time
  FROM authentication
  WHERE cloud_provider IS NOT NULL
),
call AS (
  SELECT
    COALESCE(CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0
      THEN split_part(actor_user_uid, '/', 1) || '/' || split_part(actor_user_uid, '/', 2) ELSE actor_user_uid END,
      split_part(actor_user_uid_alt, ':', 1), actor_user_name, actor_invoked_by, 'an unknown principal') AS principal,
    CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0 THEN split_part(actor_user_uid, '/', 3) ELSE '' END AS session,
    cloud_account_uid AS account, src_endpoint_ip AS address, COALESCE(api_service_name, '') || ' ' || COALESCE(api_operation, '') AS operation, time
  FROM raw
),
mine AS (
  SELECT p.anomaly_no, p.from_time, p.to_time, p.near_from, p.anchor, p.near_to, c.*
  FROM call AS c JOIN principals AS p ON p.principal = c.principal
),
inside AS (
  SELECT * FROM mine WHERE time >= from_time AND time < to_time
),
callers AS (
  SELECT operation, COUNT(DISTINCT principal) AS callers FROM call GROUP BY operation
),
came AS (
  SELECT address, COUNT(DISTINCT principal) AS comers FROM call WHERE address IS NOT NULL GROUP BY address
),
here AS (
  SELECT anomaly_no, principal, address, COUNT(*) AS n, MIN(time) AS first_seen, MAX(time) AS last_seen
  FROM inside WHERE address IS NOT NULL GROUP BY anomaly_no, principal, address
)
SELECT anomaly_no, 'ever' AS relation, MAX(principal) AS what, COUNT(*) AS n, 0 AS others, MIN(time) AS first_seen, MAX(time) AS last_seen
FROM mine GROUP BY anomaly_no
UNION ALL
SELECT anomaly_no, 'session', session, COUNT(*), 0, MIN(time), MAX(time) FROM inside WHERE session <> '' GROUP BY anomaly_no, session
UNION ALL
SELECT anomaly_no, 'account', account, COUNT(*), 0, MIN(time), MAX(time) FROM inside WHERE account IS NOT NULL GROUP BY anomaly_no, account
UNION ALL
SELECT m.anomaly_no, 'operation', m.operation, SUM(CASE WHEN m.time >= m.from_time AND m.time < m.to_time THEN 1 ELSE 0 END), MAX(k.callers) - 1, MIN(m.time), MAX(m.time)
FROM mine AS m JOIN callers AS k ON k.operation = m.operation
GROUP BY m.anomaly_no, m.operation
HAVING SUM(CASE WHEN m.time >= m.from_time AND m.time < m.to_time THEN 1 ELSE 0 END) > 0
UNION ALL
SELECT h.anomaly_no, 'address', h.address, h.n, k.comers - 1, h.first_seen, h.last_seen FROM here AS h JOIN came AS k ON k.address = h.address
UNION ALL
SELECT h.anomaly_no, 'alike', c.principal, COUNT(*), 0, MIN(c.time), MAX(c.time)
FROM here AS h JOIN call AS c ON c.address = h.address
WHERE c.principal <> h.principal
GROUP BY h.anomaly_no, c.principal
UNION ALL
SELECT anomaly_no, 'before', MAX_BY(operation, time), COUNT(*), 0, MIN(time), MAX(time) FROM mine WHERE time >= near_from AND time < anchor GROUP BY anomaly_no
UNION ALL
SELECT anomaly_no, 'after', MIN_BY(operation, time), COUNT(*), 0, MIN(time), MAX(time) FROM mine WHERE time >= anchor AND time < near_to GROUP BY anomaly_no
ORDER BY anomaly_no, relation, n DESC, what
