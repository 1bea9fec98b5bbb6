-- One row per source, registered domain and day: do the names that it asks for carry data?
--
-- A query is a Zeek record, a Suricata query, an answer only where its queries are not recorded, or what Sysmon saw a host ask
-- for that no network sensor saw asked for on that day. Reverse look-ups, multicast names and unqualified names have no domain
-- that anybody could register. Shares and shapes are weighted by (n - 1) / (n + 15), since a few queries look like anything by
-- chance, and are 0 below twelve: a tunnel that asks less in a day is not seen. So 0 is always the ordinary side. Measures as
-- published for iodine, dnscat2 and DNS exfiltration: many different long names, entropy of their text, record types with room,
-- length of answers, lack of repetition.
--
-- Cost: hash aggregates over all queries; the letters of names are counted for pairs with twelve names and more only.
WITH asked AS (
  SELECT
    coalesce(src_endpoint_ip, lower(src_endpoint_hostname)) AS src, dst_endpoint_ip AS resolver, time, date_trunc('day', time) AS day,
    lower(query_registered_domain) AS domain, lower(query_hostname) AS host, upper(query_type) AS type, rcode_id, answers_rdata,
    activity_id, metadata_product_name = 'Sysmon' AS by_host
  FROM dns_activity
  WHERE query_registered_domain IS NOT NULL AND coalesce(src_endpoint_ip, src_endpoint_hostname) IS NOT NULL
    AND query_registered_domain NOT LIKE '%.arpa' AND query_registered_domain NOT LIKE '%.local'
),
-- Which kind of record stands for a query: sensors may log queries, answers or both in one.
recorded AS (
  SELECT src, day, max(CASE WHEN activity_id = 2 THEN 0 ELSE 1 END) AS has_queries
  FROM asked
  WHERE NOT by_host
  GROUP BY src, day
),
seen AS (SELECT DISTINCT host, day FROM asked WHERE NOT by_host),
query AS (
  SELECT a.*
  FROM asked a
  LEFT JOIN recorded r ON r.src = a.src AND r.day = a.day
  LEFT JOIN seen s ON a.by_host AND s.host = a.host AND s.day = a.day
  WHERE CASE WHEN a.by_host THEN s.host IS NULL ELSE a.activity_id <> 2 OR a.activity_id IS NULL OR r.has_queries = 0 END
),
totals AS (
  SELECT
    src, domain, day, count(*) AS queries, min(time) AS first_time, max(time) AS last_time,
    (count(*) - 1) / (count(*) + 15e0) AS trust,
    avg(CASE
      WHEN type IN ('TXT', 'NULL', 'CNAME', 'MX', 'KEY') OR type LIKE 'TYPE65%' OR type LIKE 'QUERY-%' OR type LIKE 'UNKNOWN%' THEN 1e0
      ELSE 0e0
    END) AS data_types
  FROM query
  GROUP BY src, domain, day
),
-- Answers may be records of their own, so they are taken from all.
answered AS (
  SELECT
    src, domain, day, CAST(count(*) AS DOUBLE) AS answers, avg(CASE WHEN rcode_id = 3 THEN 1e0 ELSE 0e0 END) AS not_found,
    avg(coalesce(length(answers_rdata), 0)) AS answer_length
  FROM asked
  WHERE rcode_id IS NOT NULL
  GROUP BY src, domain, day
),
name AS (
  SELECT
    src, domain, day, host, count(DISTINCT coalesce(type, '')) AS kinds,
    substr(host, 1, length(host) - length(domain) - 1) AS below
  FROM query
  WHERE length(host) > length(domain) + 1
  GROUP BY src, domain, day, host
),
part AS (
  SELECT
    src, domain, day, below, kinds, length(replace(below, '.', '')) AS letters,
    greatest(
      length(split_part(below, '.', 1)), length(split_part(below, '.', 2)), length(split_part(below, '.', 3)),
      length(split_part(below, '.', 4))
    ) AS longest
  FROM name
),
names AS (
  SELECT
    src, domain, day, count(*) AS names, sum(kinds) AS kinds, CAST(sum(letters) AS DOUBLE) AS letters, avg(letters) AS mean_letters,
    max(longest) AS longest, (count(*) - 1) / (count(*) + 15e0) AS trust
  FROM part
  GROUP BY src, domain, day
),
alphabet AS (
  SELECT substr('abcdefghijklmnopqrstuvwxyz0123456789-_', i, 1) AS letter
  FROM (
    VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22),
      (23), (24), (25), (26), (27), (28), (29), (30), (31), (32), (33), (34), (35), (36), (37), (38)
  ) AS numbers(i)
),
letter AS (
  SELECT
    p.src, p.domain, p.day, a.letter, max(n.letters) AS letters,
    CAST(sum(length(p.below) - length(replace(p.below, a.letter, ''))) AS DOUBLE) AS times
  FROM part p
  JOIN names n ON n.src = p.src AND n.domain = p.domain AND n.day = p.day
  CROSS JOIN alphabet a
  WHERE n.names >= 12
  GROUP BY p.src, p.domain, p.day, a.letter
),
entropy AS (
  SELECT src, domain, day, -sum(times / letters * ln(times / letters)) / ln(2e0) AS bits
  FROM letter
  WHERE times > 0
  GROUP BY src, domain, day
),
minute AS (
  SELECT src, domain, day, date_trunc('minute', time) AS minute, count(*) AS queries
  FROM query
  GROUP BY src, domain, day, date_trunc('minute', time)
),
pace AS (
  SELECT src, domain, day, max(queries) AS busiest
  FROM minute
  GROUP BY src, domain, day
),
-- Twelve equal parts of the time between first and last query; the last query belongs to the twelfth.
bin AS (
  SELECT src, domain, day, CAST(count(*) AS DOUBLE) AS n
  FROM (
    SELECT
      q.src, q.domain, q.day,
      floor(11.999e0 * date_diff('millisecond', t.first_time, q.time) / date_diff('millisecond', t.first_time, t.last_time)) AS part
    FROM query q
    JOIN totals t ON t.src = q.src AND t.domain = q.domain AND t.day = q.day
    WHERE t.queries >= 12 AND date_diff('millisecond', t.first_time, t.last_time) > 0
  ) parts
  GROUP BY src, domain, day, part
),
histogram AS (
  SELECT src, domain, day, sqrt(abs(sum(n * n) / 12e0 - (sum(n) / 12e0) * (sum(n) / 12e0))) / (sum(n) / 12e0) AS variation
  FROM bin
  GROUP BY src, domain, day
),
estate AS (SELECT day, CAST(count(DISTINCT src) AS DOUBLE) AS sources FROM query GROUP BY day),
prevalence AS (SELECT domain, day, count(DISTINCT src) AS sources FROM query GROUP BY domain, day),
known AS (SELECT domain, day, row_number() OVER (PARTITION BY domain ORDER BY day) - 1 AS days FROM prevalence),
numbered AS (SELECT day, row_number() OVER (ORDER BY day) - 1 AS days FROM estate),
resolver_use AS (SELECT resolver, day, count(DISTINCT src) AS sources FROM query WHERE resolver IS NOT NULL GROUP BY resolver, day),
asked_through AS (SELECT DISTINCT src, domain, day, resolver FROM query WHERE resolver IS NOT NULL),
resolver AS (
  SELECT a.src, a.domain, a.day, min(u.sources) AS sources
  FROM asked_through a
  JOIN resolver_use u ON u.resolver = a.resolver AND u.day = a.day
  GROUP BY a.src, a.domain, a.day
)
SELECT
  t.src,
  t.domain,
  t.src || ' → ' || t.domain AS subject_label,
  t.day AS window_from,
  t.day + INTERVAL '1' DAY AS window_to,
  t.queries AS events,
  CASE WHEN coalesce(n.names, 0) = 1 THEN 'one name' ELSE CAST(coalesce(n.names, 0) AS VARCHAR) || ' names' END AS x_names,
  CAST(t.queries AS DOUBLE) AS queries,
  CAST(coalesce(n.names, 0) AS DOUBLE) AS names,
  CASE WHEN n.names >= 12 THEN n.trust * least(CAST(n.kinds AS DOUBLE) / t.queries, 1e0) ELSE 0 END AS never_repeated,
  coalesce(n.letters, 0) AS text_carried,
  CASE WHEN n.names >= 12 THEN n.trust * n.mean_letters ELSE 0 END AS label_length,
  CAST(coalesce(n.longest, 0) AS DOUBLE) AS longest_label,
  coalesce(n.trust * e.bits, 0) AS randomness,
  coalesce(n.trust * e.bits * n.mean_letters, 0) AS bits_per_name,
  CASE WHEN t.queries >= 12 THEN t.trust * t.data_types ELSE 0 END AS data_types,
  CAST(p.busiest AS DOUBLE) AS busiest_minute,
  CASE WHEN h.variation < 1 THEN t.trust * (1 - h.variation) ELSE 0 END AS evenness,
  CASE WHEN a.answers >= 12 THEN (a.answers - 1) / (a.answers + 15) * a.not_found ELSE 0 END AS not_found,
  coalesce(a.answer_length, 0) AS answer_length,
  d.sources / v.sources AS sources_one_in,
  CASE WHEN r.sources > 0 THEN d.sources / r.sources END AS resolver_one_in,
  CASE WHEN u.days > 0 THEN CAST(k.days AS DOUBLE) / u.days END AS domain_known
FROM totals t
JOIN pace p ON p.src = t.src AND p.domain = t.domain AND p.day = t.day
JOIN estate d ON d.day = t.day
JOIN prevalence v ON v.domain = t.domain AND v.day = t.day
JOIN known k ON k.domain = t.domain AND k.day = t.day
JOIN numbered u ON u.day = t.day
LEFT JOIN answered a ON a.src = t.src AND a.domain = t.domain AND a.day = t.day
LEFT JOIN names n ON n.src = t.src AND n.domain = t.domain AND n.day = t.day
LEFT JOIN entropy e ON e.src = t.src AND e.domain = t.domain AND e.day = t.day
LEFT JOIN histogram h ON h.src = t.src AND h.domain = t.domain AND h.day = t.day
LEFT JOIN resolver r ON r.src = t.src AND r.domain = t.domain AND r.day = t.day
ORDER BY t.src, t.domain, t.day
