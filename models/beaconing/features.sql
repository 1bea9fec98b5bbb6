-- One row per source, destination, service and day: does the source call there to a rhythm?
--
-- A contact is an HTTP request or a TLS hello (destination: the name asked for, also behind a proxy), a connection without
-- either (destination: the address), a DNS query where no connection log covers its day, or a connection seen by the
-- source's own Sysmon that no sensor's connection shows. Connections are those of Zeek, flows of Suricata and of any other sensor. Contacts closer than a pause (a tenth of the pair's long gaps, at
-- least half a second) are one check-in. Below four check-ins there is no rhythm to judge: those features are 0. Above, they
-- are weighted by (n - 1) / (n + 3), since a few intervals look regular by chance. So 0 is always the ordinary side.
-- How often it calls and how much it sends count for nothing beyond that: who sleeps longer is no less a beacon, and a large
-- backup is no more one. A connection held open covers the day as calls do.
-- Rhythm after the beacon scores of RITA v5: Bowley skewness and median absolute deviation of intervals and sizes, share of
-- the day covered, evenness of the histogram, prevalence of the destination, its history, rare client signature. The four
-- sub-scores and their mean are RITA's, which lone_rhythm takes times prevalence and history.
--
-- Cost: hash aggregates over all contacts, sorts only within pairs of four contacts and more.
-- Portable but for quantile_cont(x, p): approx_percentile(x, p) in Trino.
WITH conn AS (
  SELECT
    connection_info_uid AS uid, src_endpoint_ip AS src, src_endpoint_port AS src_port, dst_endpoint_ip AS ip,
    dst_endpoint_port AS port, lower(coalesce(connection_info_protocol_name, 'tcp')) AS protocol, time,
    traffic_bytes_out AS bytes_out, traffic_bytes_in AS bytes_in, duration / 1e3 AS seconds
  FROM network_activity
  WHERE metadata_log_name = 'conn' OR coalesce(metadata_product_name, '') NOT IN ('Zeek', 'Sysmon')
    AND coalesce(metadata_log_name, '') <> 'tls'
),
request AS (
  SELECT
    connection_info_uid AS uid, src_endpoint_ip AS src, dst_endpoint_ip AS ip,
    lower(coalesce(http_request_url_hostname, dst_endpoint_ip)) AS dst,
    coalesce(http_request_url_port, dst_endpoint_port) AS port, time,
    http_request_length AS bytes_out, http_response_length AS bytes_in, http_request_user_agent AS client,
    count(*) OVER (PARTITION BY connection_info_uid) AS requests
  FROM http_activity
),
hello AS (
  SELECT
    connection_info_uid AS uid, src_endpoint_ip AS src, dst_endpoint_ip AS ip, lower(coalesce(tls_sni, dst_endpoint_ip)) AS dst,
    dst_endpoint_port AS port, time, tls_ja3_hash AS client
  FROM network_activity
  WHERE metadata_product_name = 'Zeek' AND metadata_log_name = 'ssl' OR metadata_product_name = 'Suricata' AND metadata_log_name = 'tls'
),
requested AS (SELECT DISTINCT uid FROM request WHERE uid IS NOT NULL),
named AS (
  SELECT uid FROM request WHERE uid IS NOT NULL
  UNION
  SELECT uid FROM hello WHERE uid IS NOT NULL
),
flow AS (
  SELECT c.uid, max(c.bytes_out) AS bytes_out, max(c.bytes_in) AS bytes_in, max(c.seconds) AS seconds
  FROM conn c JOIN named n ON n.uid = c.uid
  GROUP BY c.uid
),
conn_day AS (SELECT DISTINCT date_trunc('day', time) AS day FROM conn),
seen_by_host AS (
  SELECT DISTINCT
    src_endpoint_ip AS src, src_endpoint_port AS src_port, dst_endpoint_ip AS ip, dst_endpoint_port AS port,
    lower(coalesce(connection_info_protocol_name, 'tcp')) AS protocol, time
  FROM network_activity
  WHERE metadata_product_name = 'Sysmon' AND connection_info_direction_id = 2
),
contact AS (
  SELECT
    r.src, r.dst, r.ip, 'tcp' AS protocol, r.port, r.time, r.client,
    CASE WHEN r.requests = 1 THEN coalesce(f.bytes_out, r.bytes_out) ELSE r.bytes_out END AS bytes_out,
    CASE WHEN r.requests = 1 THEN coalesce(f.bytes_in, r.bytes_in) ELSE r.bytes_in END AS bytes_in,
    CASE WHEN r.requests = 1 THEN f.seconds END AS seconds
  FROM request r
  LEFT JOIN flow f ON f.uid = r.uid
  UNION ALL
  SELECT h.src, h.dst, h.ip, 'tcp', h.port, h.time, h.client, f.bytes_out, f.bytes_in, f.seconds
  FROM hello h
  LEFT JOIN flow f ON f.uid = h.uid
  LEFT JOIN requested r ON r.uid = h.uid
  WHERE r.uid IS NULL
  UNION ALL
  SELECT c.src, c.ip, c.ip, c.protocol, c.port, c.time, NULL, c.bytes_out, c.bytes_in, c.seconds
  FROM conn c
  LEFT JOIN named n ON n.uid = c.uid
  WHERE n.uid IS NULL AND c.protocol <> 'icmp'
  UNION ALL
  SELECT
    q.src_endpoint_ip, q.dst_endpoint_ip, q.dst_endpoint_ip, lower(coalesce(q.connection_info_protocol_name, 'udp')),
    q.dst_endpoint_port, q.time, NULL, NULL, NULL, NULL
  FROM dns_activity q
  LEFT JOIN conn_day d ON d.day = date_trunc('day', q.time)
  WHERE coalesce(q.metadata_product_name, '') <> 'Sysmon' AND coalesce(q.activity_id, 1) <> 2 AND d.day IS NULL
  UNION ALL
  SELECT s.src, s.ip, s.ip, s.protocol, s.port, s.time, NULL, NULL, NULL, NULL
  FROM seen_by_host s
  LEFT JOIN conn c
    ON c.src = s.src AND c.src_port = s.src_port AND c.ip = s.ip AND c.port = s.port
    AND c.time BETWEEN s.time - INTERVAL '5' MINUTE AND s.time + INTERVAL '5' MINUTE
  WHERE c.src IS NULL
),
-- Group addresses are nobody, and what never answered a datagram of anybody is mostly a broadcast address.
mute AS (
  SELECT ip FROM contact WHERE protocol = 'udp' GROUP BY ip HAVING sum(bytes_in) = 0
),
usable AS (
  SELECT
    c.src, c.dst, c.protocol || '/' || CAST(c.port AS VARCHAR) AS service, date_trunc('day', c.time) AS day, c.time,
    c.bytes_out, c.bytes_in, c.seconds, c.client
  FROM contact c
  LEFT JOIN mute m ON m.ip = c.ip AND c.protocol = 'udp'
  WHERE m.ip IS NULL AND c.src IS NOT NULL AND c.dst IS NOT NULL AND c.port IS NOT NULL AND c.src <> c.ip
    AND c.src NOT IN ('0.0.0.0', '::') AND c.ip NOT IN ('255.255.255.255', '0.0.0.0', '::') AND c.ip NOT LIKE 'ff__:%'
    AND coalesce(TRY_CAST(split_part(c.ip, '.', 1) AS INTEGER), 0) NOT BETWEEN 224 AND 239
),
span AS (
  SELECT
    day, CASE WHEN min(time) = max(time) THEN 1e0 ELSE date_diff('millisecond', min(time), max(time)) / 1e3 END AS seconds,
    CAST(count(DISTINCT src) AS DOUBLE) AS sources
  FROM usable
  GROUP BY day
),
summed AS (
  SELECT
    src, dst, service, day, count(*) AS contacts, sum(seconds) AS seconds,
    avg(CASE WHEN bytes_in > 0 THEN 0e0 WHEN bytes_in = 0 THEN 1e0 END) AS unanswered
  FROM usable
  GROUP BY src, dst, service, day
),
pair AS (SELECT s.*, row_number() OVER (ORDER BY src, dst, service, day) AS pair_no FROM summed s),
step AS (
  SELECT
    p.pair_no, u.time, u.bytes_out, u.bytes_in,
    date_diff('millisecond', lag(u.time) OVER (PARTITION BY p.pair_no ORDER BY u.time), u.time) / 1e3 AS gap
  FROM usable u
  JOIN pair p ON p.src = u.src AND p.dst = u.dst AND p.service = u.service AND p.day = u.day
  WHERE p.contacts >= 4
),
pause AS (SELECT pair_no, 1e-1 * quantile_cont(gap, 0.9) AS seconds FROM step GROUP BY pair_no),
marked AS (
  SELECT
    s.pair_no, s.time, s.bytes_out, s.bytes_in,
    sum(CASE WHEN s.gap < 5e-1 OR s.gap < p.seconds THEN 0 ELSE 1 END)
      OVER (PARTITION BY s.pair_no ORDER BY s.time ROWS UNBOUNDED PRECEDING) AS check_in
  FROM step s
  JOIN pause p ON p.pair_no = s.pair_no
),
check_in AS (
  SELECT pair_no, min(time) AS time, sum(bytes_out) AS bytes_out, sum(bytes_in) AS bytes_in
  FROM marked
  GROUP BY pair_no, check_in
),
spaced AS (
  SELECT
    c.pair_no, c.time, c.bytes_out, c.bytes_in,
    date_diff('millisecond', lag(c.time) OVER (PARTITION BY c.pair_no ORDER BY c.time), c.time) / 1e3 AS gap
  FROM check_in c
),
middle AS (
  SELECT
    pair_no, count(*) AS check_ins, (count(*) - 1) / (count(*) + 3e0) AS trust, min(time) AS first_time,
    date_diff('millisecond', min(time), max(time)) / 1e3 AS seconds,
    quantile_cont(gap, 0.25) AS q1, quantile_cont(gap, 0.5) AS q2, quantile_cont(gap, 0.75) AS q3,
    quantile_cont(bytes_out, 0.5) AS bytes_out, quantile_cont(bytes_in, 0.5) AS bytes_in
  FROM spaced
  GROUP BY pair_no
  HAVING count(*) >= 4
),
spread AS (
  SELECT
    s.pair_no, quantile_cont(abs(s.gap - m.q2), 0.5) AS gap, quantile_cont(abs(s.bytes_out - m.bytes_out), 0.5) AS bytes_out,
    quantile_cont(abs(s.bytes_in - m.bytes_in), 0.5) AS bytes_in
  FROM spaced s
  JOIN middle m ON m.pair_no = s.pair_no
  GROUP BY s.pair_no
),
-- Twelve equal parts of the time between first and last check-in; the last check-in belongs to the twelfth.
bin AS (
  SELECT pair_no, CAST(count(*) AS DOUBLE) AS n
  FROM (
    SELECT s.pair_no, floor(11.999e0 * date_diff('millisecond', m.first_time, s.time) / 1e3 / m.seconds) AS part
    FROM spaced s
    JOIN middle m ON m.pair_no = s.pair_no
  ) parts
  GROUP BY pair_no, part
),
histogram AS (
  SELECT pair_no, sqrt(abs(sum(n * n) / 12e0 - (sum(n) / 12e0) * (sum(n) / 12e0))) / (sum(n) / 12e0) AS variation
  FROM bin
  GROUP BY pair_no
),
destination AS (SELECT dst, day, count(DISTINCT src) AS sources FROM usable GROUP BY dst, day),
service_use AS (SELECT service, count(*) AS pairs FROM pair GROUP BY service),
pair_total AS (SELECT CAST(count(*) AS DOUBLE) AS pairs, count(DISTINCT day) AS days FROM pair),
client_pair AS (SELECT DISTINCT src, dst, service, day, client FROM usable WHERE client IS NOT NULL),
client_use AS (SELECT src, client, count(DISTINCT dst) AS destinations FROM client_pair GROUP BY src, client),
client AS (
  SELECT p.src, p.dst, p.service, p.day, min(u.destinations) AS destinations
  FROM client_pair p
  JOIN client_use u ON u.src = p.src AND u.client = p.client
  GROUP BY p.src, p.dst, p.service, p.day
),
known AS (
  SELECT dst, day, row_number() OVER (PARTITION BY dst ORDER BY day) - 1 AS days
  FROM destination
),
numbered AS (SELECT day, row_number() OVER (ORDER BY day) - 1 AS days FROM span)
SELECT
  p.src,
  p.dst,
  p.service,
  p.src || ' → ' || p.dst || ' (' || p.service || ')' AS subject_label,
  p.day AS window_from,
  p.day + INTERVAL '1' DAY AS window_to,
  p.contacts AS events,
  CASE
    WHEN m.q2 IS NULL THEN 'without a rhythm'
    WHEN m.q2 < 120 THEN 'about every ' || CAST(CAST(round(m.q2) AS BIGINT) AS VARCHAR) || ' s'
    WHEN m.q2 < 7200 THEN 'about every ' || CAST(CAST(round(m.q2 / 60) AS BIGINT) AS VARCHAR) || ' min'
    ELSE 'about every ' || CAST(CAST(round(m.q2 / 3600) AS BIGINT) AS VARCHAR) || ' h'
  END AS x_rhythm,
  CAST(coalesce(m.check_ins, 0) AS VARCHAR) AS x_check_ins,
  CASE WHEN m.q2 > s.gap THEN m.trust * (1 - s.gap / m.q2) ELSE 0 END AS interval_regularity,
  CASE
    WHEN m.q2 IS NULL THEN 0
    WHEN m.q3 > m.q1 THEN m.trust * (1 - abs((m.q1 + m.q3 - 2 * m.q2) / (m.q3 - m.q1)))
    ELSE m.trust
  END AS interval_symmetry,
  CASE WHEN m.bytes_out > s.bytes_out THEN m.trust * (1 - s.bytes_out / m.bytes_out) ELSE 0 END AS size_regularity,
  CASE WHEN m.bytes_in > s.bytes_in THEN m.trust * (1 - s.bytes_in / m.bytes_in) ELSE 0 END AS reply_regularity,
  least(1e0, greatest(coalesce(m.trust * m.seconds, 0), coalesce(p.seconds, 0)) / d.seconds) AS coverage,
  CASE WHEN h.variation < 1 THEN m.trust * (1 - h.variation) ELSE 0 END AS evenness,
  d.sources / n.sources AS sources_one_in,
  t.pairs / v.pairs AS service_one_in,
  coalesce(1e0 / c.destinations, 0) AS client_dedication,
  coalesce(m.trust * p.unanswered, 0) AS unanswered,
  CASE WHEN e.days > 0 THEN CAST(i.days AS DOUBLE) / e.days END AS destination_known,
  -- On the first of several days every destination counts as known; on an only day none does.
  coalesce(
    m.trust * (
      (
        CASE WHEN m.q2 > s.gap THEN 1 - s.gap / m.q2 ELSE 0 END
        + CASE WHEN m.q3 > m.q1 THEN 1 - abs((m.q1 + m.q3 - 2 * m.q2) / (m.q3 - m.q1)) ELSE 1 END
      ) / 2
      + CASE WHEN m.bytes_out > s.bytes_out THEN 1 - s.bytes_out / m.bytes_out ELSE 0 END
      + CASE WHEN h.variation < 1 THEN 1 - h.variation ELSE 0 END
      + m.seconds / d.seconds
    ) / 4 * CASE WHEN e.days > 0 THEN 1 - CAST(i.days AS DOUBLE) / e.days WHEN t.days = 1 THEN 1 ELSE 0 END
      * ln(d.sources / n.sources),
    0
  ) AS lone_rhythm
FROM pair p
JOIN span d ON d.day = p.day
JOIN destination n ON n.dst = p.dst AND n.day = p.day
JOIN service_use v ON v.service = p.service
JOIN known i ON i.dst = p.dst AND i.day = p.day
JOIN numbered e ON e.day = p.day
CROSS JOIN pair_total t
LEFT JOIN middle m ON m.pair_no = p.pair_no
LEFT JOIN spread s ON s.pair_no = p.pair_no
LEFT JOIN histogram h ON h.pair_no = p.pair_no
LEFT JOIN client c ON c.src = p.src AND c.dst = p.dst AND c.service = p.service AND c.day = p.day
ORDER BY p.src, p.dst, p.service, p.day
