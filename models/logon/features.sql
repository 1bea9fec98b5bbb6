-- One row per account, host and day: what did the account do to get in, and is that its habit?
--
-- An attempt is a logon (4624, 4625, 4776, sshd, a console sign-in), a ticket request or failed pre-authentication at a domain
-- controller, or a switch of accounts (4648, su). Special privileges (4672) say more of an attempt. Logons of Windows' own
-- accounts are left out; computers are compared with computers only. An account is written domain\name; a DNS domain counts
-- as the NetBIOS one the same name is seen with. Failures of a source that fails
-- with ten accounts of a host and day and more are of one subject, "*", but for accounts it succeeds with.
-- "One in N" is all of the kind over those like this, so 1 is the ordinary side and 0 means that there was nothing of it. What
-- would need earlier days is NULL until there are some.
--
-- Cost: hash aggregates and joins over the events; windows only over one row per account, host, source and day.
-- Portable but for date_trunc on timestamps, which Trino has too, and extract(hour).
WITH seen AS (
  SELECT
    lower(CASE WHEN strpos(user_name, '@') > 1 THEN split_part(user_name, '@', 1) ELSE user_name END) AS name,
    lower(coalesce(user_domain, CASE WHEN strpos(user_name, '@') > 1 THEN split_part(user_name, '@', 2) END)) AS domain,
    lower(coalesce(dst_endpoint_hostname, device_hostname, service_name)) AS host,
    CASE
      WHEN src_endpoint_ip IS NOT NULL AND src_endpoint_ip NOT IN ('127.0.0.1', '::1', '0.0.0.0') THEN src_endpoint_ip
      WHEN split_part(lower(src_endpoint_hostname), '.', 1) <> split_part(lower(coalesce(dst_endpoint_hostname, device_hostname)), '.', 1)
        THEN lower(src_endpoint_hostname)
      ELSE 'the host itself'
    END AS source,
    time, activity_id, coalesce(metadata_event_code, '') AS code, status_id, logon_type, auth_protocol, cloud_provider, is_mfa,
    lower(coalesce(service_name, '')) AS service, authentication_token_encryption_details_algorithm AS cipher,
    lower(actor_user_name) AS actor, session_uid
  FROM authentication
  WHERE user_name IS NOT NULL AND (activity_id IN (1, 3, 4, 6, 7) OR metadata_event_code = '4672')
    AND (cloud_provider IS NULL OR activity_id = 1)
    AND lower(user_name) NOT IN ('system', 'local service', 'network service')
    AND lower(user_name) NOT LIKE 'dwm-%' AND lower(user_name) NOT LIKE 'umfd-%'
    AND lower(coalesce(user_domain, '')) NOT IN ('nt service', 'nt virtual machine', 'iis apppool', 'window manager', 'font driver host')
),
short_domain AS (
  SELECT name, min(domain) AS domain
  FROM seen
  WHERE domain IS NOT NULL AND strpos(domain, '.') = 0
  GROUP BY name
  HAVING count(DISTINCT domain) = 1
),
event AS (
  SELECT
    CASE WHEN d.domain IS NOT NULL OR s.domain IS NOT NULL
      THEN CASE WHEN s.domain IS NULL OR strpos(s.domain, '.') > 0 THEN coalesce(d.domain, split_part(s.domain, '.', 1)) ELSE s.domain END || '\' || s.name
      ELSE s.name
    END AS account,
    s.name LIKE '%$' AS is_machine, s.host, s.source, s.time, date_trunc('day', s.time) AS day, date_trunc('hour', s.time) AS hour, s.code,
    s.status_id, s.service, s.cipher, s.actor, s.session_uid, s.name,
    CASE
      WHEN s.code = '4672' THEN 'privilege'
      WHEN s.code = '4648' THEN 'explicit'
      WHEN s.activity_id = 4 THEN 'service ticket'
      WHEN s.activity_id IN (3, 6) OR s.code = '4776' THEN 'check'
      ELSE 'logon'
    END AS kind,
    CASE WHEN s.cloud_provider IS NOT NULL AND coalesce(s.is_mfa, false) THEN 'cloud console with a second factor'
      WHEN s.cloud_provider IS NOT NULL THEN 'cloud console'
      WHEN s.activity_id = 7 THEN 'account switch'
      ELSE lower(coalesce(s.logon_type, s.service)) || CASE
        WHEN lower(s.auth_protocol) LIKE 'ntlm%' THEN ' by ntlm' WHEN s.auth_protocol IS NULL OR s.logon_type IS NULL THEN '' ELSE ' by ' || lower(s.auth_protocol) END
    END AS manner,
    lower(coalesce(s.auth_protocol, '')) LIKE 'ntlm%' AS is_ntlm,
    coalesce(s.logon_type, '') IN ('Network', 'Network Cleartext', 'Remote Interactive', 'Cached Remote Interactive') OR (s.logon_type IS NULL AND s.source <> 'the host itself') AS is_remote
  FROM seen s
  LEFT JOIN short_domain d ON d.name = s.name
  WHERE s.host IS NOT NULL
),
-- Attempts by account, host, source and day.
try AS (
  SELECT
    account, is_machine, host, source, day, count(*) AS events,
    count(CASE WHEN kind = 'logon' AND status_id = 2 THEN 1 END) AS logon_failures,
    count(CASE WHEN kind = 'check' AND status_id = 2 THEN 1 END) AS check_failures,
    count(CASE WHEN kind IN ('logon', 'check') AND status_id = 1 THEN 1 END) AS successes,
    min(CASE WHEN kind IN ('logon', 'check') AND status_id = 1 THEN time END) AS first_success
  FROM event
  WHERE kind IN ('logon', 'check')
  GROUP BY account, is_machine, host, source, day
),
spraying AS (
  SELECT source, host, day, count(DISTINCT account) AS accounts
  FROM try
  WHERE logon_failures + check_failures > 0 AND source <> 'the host itself'
  GROUP BY source, host, day
),
fold AS (
  SELECT t.account, t.host, t.source, t.day
  FROM try t
  JOIN spraying s ON s.source = t.source AND s.host = t.host AND s.day = t.day
  WHERE t.successes = 0 AND s.accounts >= 10
),
own AS (
  SELECT CASE WHEN f.account IS NULL THEN e.account ELSE '*' END AS subject, e.*
  FROM event e
  LEFT JOIN fold f ON f.account = e.account AND f.host = e.host AND f.source = e.source AND f.day = e.day
),
guess AS (
  SELECT e.account, e.host, e.source, e.day, CAST(count(*) AS DOUBLE) AS failures
  FROM event e
  JOIN try t ON t.account = e.account AND t.host = e.host AND t.source = e.source AND t.day = e.day
  WHERE e.kind IN ('logon', 'check') AND e.status_id = 2 AND e.time < t.first_success
  GROUP BY e.account, e.host, e.source, e.day
),
source_first AS (SELECT source, min(day) AS first_day FROM try GROUP BY source),
-- A failure that the controller and the host both tell of counts once.
tried AS (
  SELECT
    CASE WHEN f.account IS NULL THEN t.account ELSE '*' END AS subject, t.host, t.day,
    CAST(greatest(sum(t.logon_failures), sum(t.check_failures)) AS DOUBLE) AS failures,
    max(g.failures) AS guesses, max(s.accounts) AS sprayed, count(DISTINCT CASE WHEN t.source <> 'the host itself' THEN t.source END) AS sources,
    min(CASE WHEN t.source <> 'the host itself' THEN t.source END) AS a_source,
    max(CASE WHEN n.first_day = t.day THEN 1 ELSE 0 END) AS is_new_source
  FROM try t
  JOIN source_first n ON n.source = t.source
  LEFT JOIN fold f ON f.account = t.account AND f.host = t.host AND f.source = t.source AND f.day = t.day
  LEFT JOIN guess g ON g.account = t.account AND g.host = t.host AND g.source = t.source AND g.day = t.day
  LEFT JOIN spraying s ON s.source = t.source AND s.host = t.host AND s.day = t.day
  GROUP BY 1, 2, 3
),
-- Habits: who is where, from where, how and when.
place AS (
  SELECT account, is_machine, host, day, CAST(count(*) AS DOUBLE) AS n
  FROM event
  WHERE kind = 'logon' AND status_id = 1
  GROUP BY account, is_machine, host, day
),
account_day AS (
  SELECT account, day, row_number() OVER (PARTITION BY account ORDER BY day) - 1 AS earlier
  FROM (SELECT DISTINCT account, day FROM event) days
),
host_habit AS (SELECT is_machine, host, sum(n) AS n FROM place GROUP BY is_machine, host),
account_habit AS (SELECT account, host, sum(n) AS n, min(day) AS first_day FROM place GROUP BY account, host),
source_habit AS (
  SELECT account, source, CAST(sum(events) AS DOUBLE) AS n, min(day) AS first_day
  FROM try
  GROUP BY account, source
),
source_total AS (SELECT account, sum(n) AS n FROM source_habit GROUP BY account),
from_where AS (
  SELECT
    t.account, t.host, t.day, max(o.n / h.n) AS one_in,
    max(CASE WHEN t.source <> 'the host itself' AND h.first_day = t.day THEN 1 ELSE 0 END) AS is_new
  FROM try t
  JOIN source_habit h ON h.account = t.account AND h.source = t.source
  JOIN source_total o ON o.account = t.account
  GROUP BY t.account, t.host, t.day
),
way AS (
  SELECT is_machine, manner, CAST(count(*) AS DOUBLE) AS n
  FROM event
  WHERE kind = 'logon' AND status_id = 1
  GROUP BY is_machine, manner
),
way_total AS (SELECT is_machine, sum(n) AS n FROM way GROUP BY is_machine),
-- An hour of the day and its neighbours, for all of the kind; told only when the data lasts two days.
clock AS (
  SELECT is_machine, extract(hour FROM hour) AS at, CAST(count(DISTINCT account || ' ' || CAST(day AS VARCHAR)) AS DOUBLE) AS n
  FROM event
  WHERE kind = 'logon' AND status_id = 1
  GROUP BY is_machine, extract(hour FROM hour)
),
clock_total AS (SELECT is_machine, sum(n) AS n FROM clock GROUP BY is_machine),
clock_near AS (
  SELECT a.is_machine, a.at, avg(b.n) AS n
  FROM clock a
  JOIN clock b ON b.is_machine = a.is_machine AND (b.at - a.at + 24) % 24 IN (0, 1, 23)
  GROUP BY a.is_machine, a.at
),
data_span AS (SELECT count(DISTINCT day) AS days, min(day) AS first_day FROM event),
own_clock AS (
  SELECT account, extract(hour FROM hour) AS at, count(DISTINCT day) AS days
  FROM event
  WHERE kind = 'logon' AND status_id = 1
  GROUP BY account, extract(hour FROM hour)
),
-- Failed attempts are held against the manners and hours of those that worked.
logged AS (
  SELECT
    e.subject, e.host, e.day, max(wt.n / coalesce(w.n, 1)) AS manner_one_in, max_by(e.manner, wt.n / coalesce(w.n, 1)) AS manner,
    max(CASE WHEN o.days > 1 AND e.subject <> '*' THEN 1e0 ELSE ct.n / coalesce(c.n, 1) END) AS hour_one_in,
    CAST(count(CASE WHEN e.is_ntlm AND e.is_remote THEN 1 END) AS DOUBLE) AS ntlm
  FROM own e
  JOIN way_total wt ON wt.is_machine = e.is_machine
  JOIN clock_total ct ON ct.is_machine = e.is_machine
  LEFT JOIN way w ON w.is_machine = e.is_machine AND w.manner = e.manner
  LEFT JOIN clock_near c ON c.is_machine = e.is_machine AND c.at = extract(hour FROM e.hour)
  LEFT JOIN own_clock o ON o.account = e.account AND o.at = extract(hour FROM e.hour)
  WHERE e.kind = 'logon'
  GROUP BY e.subject, e.host, e.day
),
reach AS (
  SELECT account, day, max(hosts) AS hosts
  FROM (
    SELECT account, day, hour, count(DISTINCT host) AS hosts
    FROM event
    WHERE kind = 'logon' AND is_remote AND status_id = 1
    GROUP BY account, day, hour
  ) hourly
  GROUP BY account, day
),
ticket AS (
  SELECT account, host, day, max(services) AS services
  FROM (
    SELECT account, host, day, hour, count(DISTINCT service) AS services
    FROM event
    WHERE kind = 'service ticket' AND service <> 'krbtgt'
    GROUP BY account, host, day, hour
  ) hourly
  GROUP BY account, host, day
),
service_use AS (SELECT service, count(DISTINCT account) AS accounts FROM event WHERE kind = 'service ticket' GROUP BY service),
service_total AS (SELECT CAST(count(DISTINCT account) AS DOUBLE) AS accounts FROM event WHERE kind = 'service ticket'),
asked AS (
  SELECT e.account, e.host, e.day, max(t.accounts / u.accounts) AS one_in
  FROM event e
  JOIN service_use u ON u.service = e.service
  CROSS JOIN service_total t
  WHERE e.kind = 'service ticket'
  GROUP BY e.account, e.host, e.day
),
cipher_use AS (SELECT cipher, CAST(count(*) AS DOUBLE) AS n FROM event WHERE cipher IS NOT NULL GROUP BY cipher),
cipher_total AS (SELECT sum(n) AS n FROM cipher_use),
ciphered AS (
  SELECT e.account, e.host, e.day, max(t.n / u.n) AS one_in
  FROM event e
  JOIN cipher_use u ON u.cipher = e.cipher
  CROSS JOIN cipher_total t
  WHERE e.cipher LIKE 'RC4%' OR e.cipher LIKE 'DES%'
  GROUP BY e.account, e.host, e.day
),
-- Privileges of a logon, by where it was; one in all accounts of the kind that logged on to the host.
privileged AS (SELECT DISTINCT account, is_machine, host, day FROM event WHERE kind = 'privilege'),
privileged_use AS (SELECT is_machine, CAST(count(*) AS DOUBLE) AS n FROM privileged GROUP BY is_machine),
place_total AS (SELECT is_machine, CAST(count(*) AS DOUBLE) AS n FROM (SELECT DISTINCT account, is_machine, host, day FROM event) places GROUP BY is_machine),
subject AS (
  SELECT
    subject, host, day, count(*) AS events, min(account) AS account, count(DISTINCT account) AS accounts, max(CASE WHEN is_machine THEN 1 ELSE 0 END) = 1 AS is_machine,
    CAST(count(CASE WHEN kind = 'explicit' AND actor IS NOT NULL AND actor NOT LIKE '%$' AND actor <> name THEN 1 END) AS DOUBLE) AS explicit_credentials
  FROM own
  GROUP BY subject, host, day
)
SELECT
  s.subject AS account,
  s.host,
  CASE WHEN s.subject = '*' THEN CAST(s.accounts AS VARCHAR) || ' accounts' ELSE s.account END || ' on ' || split_part(s.host, '.', 1) AS subject_label,
  s.day AS window_from,
  s.day + INTERVAL '1' DAY AS window_to,
  s.events,
  CASE WHEN s.subject = '*' THEN CAST(s.accounts AS VARCHAR) || ' accounts' ELSE s.account END AS x_account,
  coalesce(l.manner, 'no logon') AS x_manner,
  CASE WHEN t.sources > 1 THEN CAST(t.sources AS VARCHAR) || ' addresses' WHEN t.sources = 1 THEN t.a_source ELSE 'the host itself' END AS x_source,
  coalesce(t.failures, 0) AS failures,
  coalesce(t.guesses, 0) AS guesses,
  CASE WHEN t.sprayed > 1 THEN t.sprayed - 1e0 ELSE 0 END AS sprayed_accounts,
  CAST(coalesce(r.hosts, 0) AS DOUBLE) AS hosts_in_hour,
  CAST(coalesce(k.services, 0) AS DOUBLE) AS services_in_hour,
  coalesce(q.one_in, 0) AS service_one_in,
  CASE WHEN ah.n > 0 THEN hh.n / ah.n ELSE 0 END AS account_one_in,
  coalesce(f.one_in, 0) AS source_one_in,
  coalesce(l.manner_one_in, 0) AS manner_one_in,
  coalesce(l.ntlm, 0) AS ntlm_logons,
  s.explicit_credentials,
  CASE WHEN p.account IS NULL THEN 0 ELSE pt.n / pu.n END AS privileged_one_in,
  coalesce(c.one_in, 0) AS cipher_one_in,
  CASE WHEN v.days > 1 THEN coalesce(l.hour_one_in, 0) END AS hour_one_in,
  CASE WHEN a.earlier > 0 THEN CASE WHEN ah.first_day = s.day THEN 1 ELSE 0 END END AS is_new_host,
  CASE WHEN a.earlier > 0 THEN coalesce(f.is_new, 0) WHEN s.subject = '*' AND s.day > v.first_day THEN t.is_new_source END AS is_new_source
FROM subject s
CROSS JOIN data_span v
LEFT JOIN account_day a ON a.account = s.subject AND a.day = s.day
LEFT JOIN tried t ON t.subject = s.subject AND t.host = s.host AND t.day = s.day
LEFT JOIN reach r ON r.account = s.subject AND r.day = s.day
LEFT JOIN ticket k ON k.account = s.subject AND k.host = s.host AND k.day = s.day
LEFT JOIN asked q ON q.account = s.subject AND q.host = s.host AND q.day = s.day
LEFT JOIN account_habit ah ON ah.account = s.subject AND ah.host = s.host
LEFT JOIN host_habit hh ON hh.is_machine = s.is_machine AND hh.host = s.host
LEFT JOIN from_where f ON f.account = s.subject AND f.host = s.host AND f.day = s.day
LEFT JOIN logged l ON l.subject = s.subject AND l.host = s.host AND l.day = s.day
LEFT JOIN ciphered c ON c.account = s.subject AND c.host = s.host AND c.day = s.day
LEFT JOIN privileged p ON p.account = s.subject AND p.host = s.host AND p.day = s.day
LEFT JOIN privileged_use pu ON pu.is_machine = s.is_machine
LEFT JOIN place_total pt ON pt.is_machine = s.is_machine
ORDER BY s.subject, s.host, s.day
