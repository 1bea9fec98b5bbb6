-- What processes did to other things, by thing, with how many processes ever did the same (the same access, the same port).
-- Table: actors(uid VARCHAR).
-- Result: uid, relation, object, detail, n, first_seen, last_seen, snapshot, event_no (of the first), target (the process acted on, where it was
-- always the same one), object_actors, object_days, object_first.
WITH act AS (
  SELECT actor_process_uid AS uid, 'contacted' AS relation, COALESCE(LOWER(NULLIF(dst_endpoint_hostname, '')), dst_endpoint_ip) AS object,
         COALESCE(CAST(dst_endpoint_port AS VARCHAR), '') AS detail, CAST(NULL AS VARCHAR) AS target, time, snapshot, event_no
  FROM network_activity WHERE actor_process_uid IS NOT NULL
  UNION ALL
  SELECT actor_process_uid, 'asked for', LOWER(query_hostname), '', NULL, time, snapshot, event_no
  FROM dns_activity WHERE actor_process_uid IS NOT NULL
  UNION ALL
  SELECT actor_process_uid, CASE WHEN activity_id = 4 THEN 'injected into' ELSE 'opened' END, LOWER(COALESCE(process_file_path, process_name)), COALESCE(requested_permissions, ''), process_uid, time, snapshot, event_no
  FROM process_activity WHERE actor_process_uid IS NOT NULL AND activity_id IN (3, 4)
  UNION ALL
  SELECT actor_process_uid, 'loaded', LOWER(COALESCE(module_file_path, module_file_name)), COALESCE(module_file_signature_state, ''), NULL, time, snapshot, event_no
  FROM module_activity WHERE actor_process_uid IS NOT NULL
  UNION ALL
  SELECT actor_process_uid, 'wrote', LOWER(COALESCE(file_path, file_name)), '', NULL, time, snapshot, event_no
  FROM file_activity WHERE actor_process_uid IS NOT NULL
),
things AS (
  SELECT relation, object, detail, COUNT(DISTINCT uid) AS object_actors, COUNT(DISTINCT CAST(time AS DATE)) AS object_days, MIN(time) AS object_first
  FROM act WHERE object IS NOT NULL
  GROUP BY relation, object, detail
),
own AS (
  SELECT a.uid, a.relation, a.object, a.detail, COUNT(*) AS n, MIN(a.time) AS first_seen, MAX(a.time) AS last_seen,
         MIN(a.snapshot) AS snapshot, MIN(a.event_no) AS event_no,
         CASE WHEN COUNT(DISTINCT a.target) = 1 THEN MIN(a.target) END AS target
  FROM act AS a JOIN actors AS p ON p.uid = a.uid
  GROUP BY a.uid, a.relation, a.object, a.detail
)
SELECT o.uid, o.relation, o.object, o.detail, o.n, o.first_seen, o.last_seen, o.snapshot, o.event_no, o.target, t.object_actors, t.object_days, t.object_first
FROM own AS o JOIN things AS t ON t.relation = o.relation AND t.object = o.object AND t.detail = o.detail
ORDER BY o.uid, o.relation, o.object, o.detail
