-- The family of each subject process: itself, parent, grandparent, children and siblings, with how usual each image and each pairing is.
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Table: processes(uid VARCHAR).
-- Result: subject, relation, uid, parent_uid, name, path, cmd_line, user_name, user_domain, host, time, snapshot, event_no, place (1 = earliest),
-- family (members of that relation), image_launches, image_hosts, image_days, image_first, image_host_first (on the same host), pair_launches, pair_hosts. At most 20 of a relation.
WITH rich_host AS (
  SELECT device_hostname AS host FROM process_activity WHERE activity_id = 1 AND metadata_product_name = 'Sysmon' GROUP BY device_hostname
),
launch AS (
  SELECT process_uid AS uid, process_parent_process_uid AS parent_uid, process_name AS name, process_file_path AS path, process_cmd_line AS cmd_line,
         process_user_name AS user_name, process_user_domain AS user_domain, device_hostname AS host, time, snapshot, event_no,
         LOWER(COALESCE(process_file_path, process_name)) AS image, LOWER(COALESCE(process_parent_process_file_path, process_parent_process_name)) AS parent_image
  FROM process_activity AS p LEFT JOIN rich_host AS r ON r.host = p.device_hostname
  WHERE p.activity_id = 1 AND (r.host IS NULL OR p.metadata_product_name = 'Sysmon')
),
images AS (
  SELECT image, COUNT(*) AS image_launches, COUNT(DISTINCT host) AS image_hosts, COUNT(DISTINCT CAST(time AS DATE)) AS image_days, MIN(time) AS image_first
  FROM launch
  GROUP BY image
),
on_host AS (
  SELECT image, host, MIN(time) AS image_host_first FROM launch GROUP BY image, host
),
pairs AS (
  SELECT parent_image, image, COUNT(*) AS pair_launches, COUNT(DISTINCT host) AS pair_hosts FROM launch GROUP BY parent_image, image
),
own AS (
  SELECT p.uid AS subject, l.parent_uid FROM processes AS p JOIN launch AS l ON l.uid = p.uid GROUP BY p.uid, l.parent_uid
),
above AS (
  SELECT o.subject, l.parent_uid AS grandparent_uid FROM own AS o JOIN launch AS l ON l.uid = o.parent_uid GROUP BY o.subject, l.parent_uid
),
family AS (
  SELECT p.uid AS subject, 'self' AS relation, l.* FROM processes AS p JOIN launch AS l ON l.uid = p.uid
  UNION ALL
  SELECT o.subject, 'parent', l.* FROM own AS o JOIN launch AS l ON l.uid = o.parent_uid
  UNION ALL
  SELECT a.subject, 'grandparent', l.* FROM above AS a JOIN launch AS l ON l.uid = a.grandparent_uid
  UNION ALL
  SELECT p.uid, 'child', l.* FROM processes AS p JOIN launch AS l ON l.parent_uid = p.uid
  UNION ALL
  SELECT o.subject, 'sibling', l.* FROM own AS o JOIN launch AS l ON l.parent_uid = o.parent_uid AND l.uid <> o.subject
),
placed AS (
  SELECT f.*, ROW_NUMBER() OVER (PARTITION BY subject, relation ORDER BY time, event_no) AS place, COUNT(*) OVER (PARTITION BY subject, relation) AS family
  FROM family AS f
)
SELECT f.subject, f.relation, f.uid, f.parent_uid, f.name, f.path, f.cmd_line, f.user_name, f.user_domain, f.host, f.time, f.snapshot, f.event_no,
       f.place, f.family, i.image_launches, i.image_hosts, i.image_days, i.image_first, h.image_host_first, p.pair_launches, p.pair_hosts
FROM placed AS f
JOIN images AS i ON i.image = f.image
LEFT JOIN on_host AS h ON h.image = f.image AND h.host = f.host
LEFT JOIN pairs AS p ON p.image = f.image AND p.parent_image = f.parent_image
WHERE f.place <= 20
ORDER BY f.subject, f.relation, f.place
