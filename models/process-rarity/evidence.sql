-- The events in which each process takes part: its start, the processes it started, what it opened or injected into,
-- injections into it, its connections, modules and written files. The same events that features.sql counts.
-- Input: subjects(subject_no, process_uid, device_hostname, window_from, window_to).
WITH started AS (
  SELECT
    coalesce(device_hostname, '') AS host,
    coalesce(process_uid, 'pid=' || CAST(process_pid AS VARCHAR) || ' start=' || replace(CAST(time AS VARCHAR), ' ', 'T') || 'Z') AS uid,
    process_uid, process_parent_process_uid AS parent_uid, snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM process_activity
  WHERE activity_id = 1 AND process_file_path IS NOT NULL AND (process_uid IS NOT NULL OR process_pid IS NOT NULL)
),
deed AS (
  SELECT
    'process_activity' AS class, coalesce(device_hostname, '') AS host, actor_process_uid AS uid,
    snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM process_activity
  WHERE activity_id IN (3, 4)
  UNION ALL
  SELECT 'network_activity', coalesce(device_hostname, ''), actor_process_uid, snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM network_activity
  UNION ALL
  SELECT 'module_activity', coalesce(device_hostname, ''), actor_process_uid, snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM module_activity
  UNION ALL
  SELECT 'file_activity', coalesce(device_hostname, ''), actor_process_uid, snapshot, event_no, file_no, record_no, time, metadata_uid
  FROM file_activity
  WHERE activity_id = 1
),
found AS (
  SELECT s.subject_no, 'process_activity' AS class, a.snapshot, a.event_no, a.file_no, a.record_no, a.time, a.process_uid AS guid, a.metadata_uid
  FROM subjects s
  JOIN started a ON a.host = s.device_hostname AND a.uid = s.process_uid
  UNION ALL
  SELECT s.subject_no, 'process_activity', a.snapshot, a.event_no, a.file_no, a.record_no, a.time, a.process_uid, a.metadata_uid
  FROM subjects s
  JOIN started a ON a.host = s.device_hostname AND a.parent_uid = s.process_uid
  UNION ALL
  SELECT s.subject_no, d.class, d.snapshot, d.event_no, d.file_no, d.record_no, d.time, d.uid, d.metadata_uid
  FROM subjects s
  JOIN deed d ON d.host = s.device_hostname AND d.uid = s.process_uid
  UNION ALL
  SELECT s.subject_no, 'process_activity', a.snapshot, a.event_no, a.file_no, a.record_no, a.time, a.actor_process_uid, a.metadata_uid
  FROM subjects s
  JOIN process_activity a ON coalesce(a.device_hostname, '') = s.device_hostname AND a.process_uid = s.process_uid
  WHERE a.activity_id = 4 AND a.process_uid <> coalesce(a.actor_process_uid, '')
)
SELECT subject_no, class, snapshot, event_no, file_no, record_no, time, guid AS id_process_guid, metadata_uid AS id_record
FROM found
ORDER BY subject_no, time, event_no
