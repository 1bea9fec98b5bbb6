-- How much telemetry there is of each kind: what "never seen before" may rest on.
-- Where Sysmon tells of a host's process starts, the Security log's own record of the same start is left out.
-- Result: class, n BIGINT, first_seen, last_seen TIMESTAMP, days BIGINT (days with events), sources BIGINT (addresses or hosts),
-- internal_sources BIGINT (addresses a site hands out itself). One scan of a table with a row per class, source and day.
WITH rich_host AS (
  SELECT DISTINCT source AS host FROM rel_source_day WHERE product = 'Sysmon'
)
SELECT d.class, CAST(SUM(d.n) AS BIGINT) AS n, MIN(d.first_seen) AS first_seen, MAX(d.last_seen) AS last_seen, COUNT(DISTINCT d.day) AS days,
       COUNT(DISTINCT d.source) AS sources,
       COUNT(DISTINCT CASE WHEN COALESCE(regexp_extract(d.source, '^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.]|f[cd][0-9a-f][0-9a-f]:)'), '') <> '' THEN d.source END) AS internal_sources
FROM rel_source_day AS d LEFT JOIN rich_host AS r ON r.host = d.source
WHERE d.class <> 'process_activity' OR r.host IS NULL OR d.product = 'Sysmon'
GROUP BY d.class
ORDER BY d.class
