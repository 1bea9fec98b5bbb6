-- How many events of $classes (JSON array of names) there are in $snapshots (JSON array of ids), as their manifests tell it. Columns: n.
SELECT coalesce(sum(c.value), 0) AS n
FROM snapshot AS s
JOIN json_each(s.manifest, '$.classes') AS c
WHERE s.id IN (SELECT value FROM json_each($snapshots)) AND c.key IN (SELECT value FROM json_each($classes))
