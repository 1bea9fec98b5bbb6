-- The calls that a principal made in an hour, its sign-ins and role assumptions among them.
-- Input: subjects(subject_no, principal, window_from, window_to).
WITH raw AS (
  SELECT
    'api_activity' AS class, actor_user_uid, actor_user_uid_alt, actor_user_name, actor_invoked_by, actor_user_credential_uid, api_request_uid,
    snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM api_activity
  UNION ALL
  SELECT
    'authentication', actor_user_uid, actor_user_uid_alt, actor_user_name, actor_invoked_by, actor_user_credential_uid, api_request_uid,
    snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM authentication
  WHERE cloud_provider IS NOT NULL
),
call AS (
  SELECT
    coalesce(CASE WHEN strpos(actor_user_uid, ':assumed-role/') > 0
      THEN split_part(actor_user_uid, '/', 1) || '/' || split_part(actor_user_uid, '/', 2) ELSE actor_user_uid END,
      split_part(actor_user_uid_alt, ':', 1), actor_user_name, actor_invoked_by, 'an unknown principal') AS principal,
    raw.*
  FROM raw
)
SELECT
  s.subject_no, c.class, c.snapshot, c.event_no, c.file_no, c.record_no, c.time, c.metadata_uid AS id_event_id,
  c.actor_user_credential_uid AS id_access_key, c.api_request_uid AS id_request
FROM call c
JOIN subjects s ON s.principal = c.principal AND c.time >= s.window_from AND c.time < s.window_to
ORDER BY s.subject_no, c.time, c.event_no
