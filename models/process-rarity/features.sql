-- One row per process instance that was started, acted or was acted upon: how rare is what it is, where it comes from and
-- what it does, among all processes of the data? "One in N" is the number of all comparable things over those like this
-- one, so 1 is the ordinary side and 0 means that there was nothing of the kind. What nobody recorded of a process that was
-- running before the data begins stays NULL.
--
-- A Security 4688 that repeats a Sysmon process creation (same host, pid and file within a day) is dropped; any other
-- stands for a process of its own, known only by its pid and time. Paths are compared without case, digits and the
-- profile's name, so that versions and users do not make a program rare; command lines without case and hexadecimal digits.
-- Clocks of different event types may disagree, so events are tied by process uid, never by time.
--
-- Cost: hash aggregates and joins over the events; no sort beyond ties of duplicate records.
WITH started AS (
  SELECT
    coalesce(device_hostname, '') AS host,
    coalesce(process_uid, 'pid=' || CAST(process_pid AS VARCHAR) || ' start=' || replace(CAST(time AS VARCHAR), ' ', 'T') || 'Z') AS uid,
    process_uid IS NOT NULL AS is_exact, process_pid AS pid, time, lower(process_file_path) AS path, process_file_path AS spelt,
    process_cmd_line AS command, process_user_name AS account, coalesce(process_file_company_name, '') AS company,
    metadata_product_name AS product, process_parent_process_uid AS parent_uid, process_parent_process_pid AS parent_pid,
    coalesce(process_parent_process_file_path, process_parent_process_name) AS parent,
    snapshot, event_no
  FROM process_activity
  WHERE activity_id = 1 AND process_file_path IS NOT NULL AND (process_uid IS NOT NULL OR process_pid IS NOT NULL)
),
repeated AS (
  SELECT DISTINCT b.host, b.uid
  FROM started b
  JOIN started a ON a.host = b.host AND a.pid = b.pid AND a.path = b.path
    AND b.time BETWEEN a.time - INTERVAL '1' DAY AND a.time + INTERVAL '1' DAY
  WHERE a.is_exact AND NOT b.is_exact
),
launch AS (
  SELECT *
  FROM (
    SELECT s.*, row_number() OVER (PARTITION BY s.host, s.uid ORDER BY s.time, s.snapshot, s.event_no) AS nth
    FROM started s
    LEFT JOIN repeated r ON r.host = s.host AND r.uid = s.uid
    WHERE r.uid IS NULL
  ) numbered
  WHERE nth = 1
),
-- Every part a process plays, as one row per event.
part AS (
  SELECT s.host, s.uid, s.pid, s.spelt AS path, s.account, s.time
  FROM started s
  LEFT JOIN repeated r ON r.host = s.host AND r.uid = s.uid
  WHERE r.uid IS NULL
  UNION ALL
  SELECT host, parent_uid, parent_pid, parent, NULL, time FROM started
  UNION ALL
  SELECT coalesce(device_hostname, ''), actor_process_uid, actor_process_pid, actor_process_file_path, actor_user_name, time
  FROM process_activity
  WHERE activity_id IN (3, 4)
  UNION ALL
  SELECT coalesce(device_hostname, ''), process_uid, process_pid, process_file_path, process_user_name, time
  FROM process_activity
  WHERE activity_id = 4 AND process_uid <> coalesce(actor_process_uid, '')
  UNION ALL
  SELECT coalesce(device_hostname, ''), actor_process_uid, actor_process_pid, actor_process_file_path, actor_user_name, time FROM network_activity
  UNION ALL
  SELECT coalesce(device_hostname, ''), actor_process_uid, actor_process_pid, actor_process_file_path, actor_user_name, time FROM module_activity
  UNION ALL
  SELECT coalesce(device_hostname, ''), actor_process_uid, actor_process_pid, actor_process_file_path, actor_user_name, time
  FROM file_activity
  WHERE activity_id = 1
),
played AS (
  SELECT
    host, uid, min(pid) AS pid, min(lower(path)) AS path, min(path) AS spelt, min(account) AS account, min(time) AS from_time,
    max(time) AS to_time, count(*) AS events
  FROM part
  WHERE uid IS NOT NULL
  GROUP BY host, uid
),
instance AS (
  SELECT p.*, translate(regexp_replace(p.path, '^.:\\users\\[^\\]+', 'profile'), '0123456789', '') AS image
  FROM played p
  WHERE p.path IS NOT NULL AND p.path <> '<unknown process>'
),
born AS (
  SELECT
    i.host, i.uid, i.image, regexp_replace(i.image, '[^\\]*$', '') AS folder, l.company, l.product, l.parent_uid, l.pid,
    l.command, l.time, l.parent,
    translate(regexp_replace(lower(l.parent), '^.:\\users\\[^\\]+', 'profile'), '0123456789', '') AS parent_image,
    translate(lower(coalesce(l.command, '')), '0123456789abcdef"', '') AS template
  FROM launch l
  JOIN instance i ON i.host = l.host AND i.uid = l.uid
),
total AS (SELECT CAST(count(*) AS DOUBLE) AS starts, CAST(count(DISTINCT host) AS DOUBLE) AS hosts FROM born),
image_use AS (
  SELECT image, count(*) AS starts, count(DISTINCT host) AS hosts, min(date_trunc('day', time)) AS first_day
  FROM born
  GROUP BY image
),
folder_use AS (SELECT folder, count(*) AS starts FROM born GROUP BY folder),
publisher_use AS (SELECT company, count(*) AS starts FROM born WHERE product = 'Sysmon' GROUP BY company),
publisher_total AS (SELECT CAST(count(*) AS DOUBLE) AS starts FROM born WHERE product = 'Sysmon'),
pair_use AS (SELECT parent_image, image, count(*) AS starts FROM born WHERE parent_image IS NOT NULL GROUP BY parent_image, image),
command_use AS (SELECT image, template, count(*) AS starts FROM born GROUP BY image, template),
account_use AS (SELECT host, account, count(*) AS processes FROM instance WHERE account IS NOT NULL GROUP BY host, account),
host_use AS (SELECT host, CAST(sum(processes) AS DOUBLE) AS processes FROM account_use GROUP BY host),
-- Three generations back, as far as their starts were recorded.
lineage AS (
  SELECT b.host, b.uid, least(u1.starts, coalesce(u2.starts, u1.starts), coalesce(u3.starts, u1.starts)) AS rarest_starts
  FROM born b
  JOIN born b1 ON b1.host = b.host AND b1.uid = b.parent_uid
  JOIN image_use u1 ON u1.image = b1.image
  LEFT JOIN born b2 ON b2.host = b1.host AND b2.uid = b1.parent_uid
  LEFT JOIN image_use u2 ON u2.image = b2.image
  LEFT JOIN born b3 ON b3.host = b2.host AND b3.uid = b2.parent_uid
  LEFT JOIN image_use u3 ON u3.image = b3.image
),
child AS (
  SELECT b.host, b.parent_uid AS uid, min(p.starts) AS rarest_starts
  FROM born b
  JOIN pair_use p ON p.parent_image = b.parent_image AND p.image = b.image
  WHERE b.parent_uid IS NOT NULL
  GROUP BY b.host, b.parent_uid
),
-- Opening one's own child is how a process is started, so it says nothing.
access AS (
  SELECT DISTINCT
    coalesce(a.device_hostname, '') AS host, a.actor_process_uid AS uid, a.process_uid AS target_uid, a.activity_id,
    translate(regexp_replace(lower(a.process_file_path), '^.:\\users\\[^\\]+', 'profile'), '0123456789', '') AS target,
    coalesce(a.requested_permissions, '') AS permissions
  FROM process_activity a
  LEFT JOIN born b ON b.host = coalesce(a.device_hostname, '') AND b.uid = a.process_uid AND b.parent_uid = a.actor_process_uid
  WHERE a.activity_id IN (3, 4) AND a.actor_process_uid IS NOT NULL AND a.process_file_path IS NOT NULL
    AND a.actor_process_uid <> coalesce(a.process_uid, '') AND b.uid IS NULL
),
access_source AS (SELECT DISTINCT host, uid, activity_id, target, permissions FROM access),
access_use AS (SELECT activity_id, target, permissions, count(*) AS sources FROM access_source GROUP BY activity_id, target, permissions),
access_total AS (SELECT CAST(count(*) AS DOUBLE) AS sources FROM (SELECT DISTINCT host, uid FROM access_source) sources),
accessing AS (
  SELECT s.host, s.uid, min(u.sources) AS fewest
  FROM access_source s
  JOIN access_use u ON u.activity_id = s.activity_id AND u.target = s.target AND u.permissions = s.permissions
  GROUP BY s.host, s.uid
),
injection AS (
  SELECT a.host, a.uid, a.target_uid, u.sources
  FROM access a
  JOIN access_use u ON u.activity_id = a.activity_id AND u.target = a.target AND u.permissions = a.permissions
  WHERE a.activity_id = 4
),
-- Whoever injects takes part as much as whoever is injected.
injected AS (
  SELECT host, uid, min(sources) AS fewest
  FROM (
    SELECT host, uid, sources FROM injection
    UNION ALL
    SELECT host, target_uid, sources FROM injection WHERE target_uid IS NOT NULL
  ) sides
  GROUP BY host, uid
),
call AS (
  SELECT DISTINCT coalesce(device_hostname, '') AS host, actor_process_uid AS uid, dst_endpoint_ip AS destination
  FROM network_activity
  WHERE actor_process_uid IS NOT NULL AND dst_endpoint_ip IS NOT NULL AND coalesce(connection_info_direction_id, 2) = 2
),
call_use AS (SELECT destination, count(*) AS processes FROM call GROUP BY destination),
call_total AS (SELECT CAST(count(*) AS DOUBLE) AS processes FROM (SELECT DISTINCT host, uid FROM call) callers),
calling AS (
  SELECT c.host, c.uid, min(u.processes) AS fewest
  FROM call c
  JOIN call_use u ON u.destination = c.destination
  GROUP BY c.host, c.uid
),
loading AS (
  SELECT
    coalesce(device_hostname, '') AS host, actor_process_uid AS uid,
    count(DISTINCT CASE WHEN lower(module_file_signature_state) <> 'valid' THEN lower(module_file_path) END) AS unsigned
  FROM module_activity
  WHERE actor_process_uid IS NOT NULL
  GROUP BY 1, 2
),
written AS (
  SELECT DISTINCT coalesce(device_hostname, '') AS host, lower(file_path) AS path
  FROM file_activity
  WHERE activity_id = 1 AND file_path IS NOT NULL
)
SELECT
  i.uid AS process_uid,
  i.host AS device_hostname,
  regexp_extract(i.spelt, '[^\\]+$') || CASE WHEN i.pid IS NULL THEN '' ELSE ' (pid ' || CAST(i.pid AS VARCHAR) || ')' END
    || ' on ' || split_part(i.host, '.', 1) AS subject_label,
  i.from_time AS window_from,
  i.to_time AS window_to,
  i.events,
  i.spelt AS x_image,
  coalesce(regexp_extract(b.parent, '[^\\]+$'), 'an unknown parent') AS x_parent,
  coalesce(i.account, 'an unknown account') AS x_account,
  substr(b.command, 1, 300) AS x_command,
  t.starts / iu.starts AS image_one_in,
  t.hosts / iu.hosts AS hosts_one_in,
  t.starts / fu.starts AS folder_one_in,
  pt.starts / pu.starts AS publisher_one_in,
  t.starts / pa.starts AS pair_one_in,
  coalesce(t.starts / li.rarest_starts, 0) AS ancestor_one_in,
  CAST(iu.starts AS DOUBLE) / cu.starts AS command_one_in,
  CAST(length(b.command) AS DOUBLE) / (1 + length(b.command) - length(replace(b.command, ' ', ''))) AS command_word_length,
  hu.processes / au.processes AS account_one_in,
  coalesce(xt.sources / ac.fewest, 0) AS access_one_in,
  coalesce(xt.sources / ij.fewest, 0) AS injected_one_in,
  coalesce(ct.processes / ca.fewest, 0) AS destination_one_in,
  CAST(lo.unsigned AS DOUBLE) AS unsigned_modules,
  CASE WHEN w.path IS NULL THEN 0 ELSE 1 END AS image_was_written,
  coalesce(t.starts / ch.rarest_starts, 0) AS child_one_in,
  CAST(date_diff('day', iu.first_day, date_trunc('day', b.time)) AS DOUBLE) AS image_age
FROM instance i
CROSS JOIN total t
CROSS JOIN publisher_total pt
CROSS JOIN access_total xt
CROSS JOIN call_total ct
LEFT JOIN born b ON b.host = i.host AND b.uid = i.uid
LEFT JOIN image_use iu ON iu.image = i.image
LEFT JOIN folder_use fu ON fu.folder = regexp_replace(i.image, '[^\\]*$', '')
LEFT JOIN publisher_use pu ON pu.company = b.company AND b.product = 'Sysmon'
LEFT JOIN pair_use pa ON pa.parent_image = b.parent_image AND pa.image = b.image
LEFT JOIN command_use cu ON cu.image = b.image AND cu.template = b.template
LEFT JOIN lineage li ON li.host = i.host AND li.uid = i.uid
LEFT JOIN account_use au ON au.host = i.host AND au.account = i.account
LEFT JOIN host_use hu ON hu.host = au.host
LEFT JOIN accessing ac ON ac.host = i.host AND ac.uid = i.uid
LEFT JOIN injected ij ON ij.host = i.host AND ij.uid = i.uid
LEFT JOIN calling ca ON ca.host = i.host AND ca.uid = i.uid
LEFT JOIN loading lo ON lo.host = i.host AND lo.uid = i.uid
LEFT JOIN written w ON w.host = i.host AND w.path = i.path
LEFT JOIN child ch ON ch.host = i.host AND ch.uid = i.uid
ORDER BY i.uid, i.host
