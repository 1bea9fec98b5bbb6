import { consoleClasses } from "./column-words.ts";

export interface ExampleQuery {
  readonly title: string;
  readonly sql: string;
}

const latest = (name: string, columns: string): ExampleQuery => ({
  title: "Latest events",
  sql: `SELECT snapshot, event_no, ${columns}\nFROM ${name}\nORDER BY time DESC\nLIMIT 100`,
});

const perDay = (name: string): ExampleQuery => ({
  title: "Events per day and source",
  sql: `SELECT date_trunc('day', time) AS day, metadata_product_name, count(*) AS events\nFROM ${name}\nGROUP BY ALL\nORDER BY day, events DESC`,
});

const own: Readonly<Record<string, readonly ExampleQuery[]>> = {
  network_activity: [
    {
      title: "Regular callers: gap between connections of a pair",
      sql: `WITH gaps AS (
  SELECT src_endpoint_ip, dst_endpoint_ip,
    epoch(time - lag(time) OVER (PARTITION BY src_endpoint_ip, dst_endpoint_ip ORDER BY time)) AS gap
  FROM network_activity
)
SELECT src_endpoint_ip, dst_endpoint_ip, count(*) AS n, median(gap) AS median_s, mad(gap) AS spread_s
FROM gaps
GROUP BY ALL
HAVING count(*) >= 24
ORDER BY spread_s / nullif(median_s, 0)
LIMIT 50`,
    },
    {
      title: "Most bytes out, by destination",
      sql: "SELECT dst_endpoint_ip, sum(traffic_bytes_out) AS bytes_out, count(DISTINCT src_endpoint_ip) AS sources\nFROM network_activity\nGROUP BY ALL\nORDER BY bytes_out DESC NULLS LAST\nLIMIT 50",
    },
  ],
  dns_activity: [
    {
      title: "Long and many names under one domain",
      sql: "SELECT regexp_extract(query_hostname, '([^.]+\\.[^.]+)$', 1) AS domain, count(DISTINCT query_hostname) AS names, max(length(query_hostname)) AS longest\nFROM dns_activity\nGROUP BY ALL\nORDER BY names DESC\nLIMIT 50",
    },
  ],
  process_activity: [
    {
      title: "Rarest parent and child",
      sql: "SELECT actor_process_name, process_name, count(*) AS n, count(DISTINCT device_hostname) AS hosts, min(time) AS first_seen\nFROM process_activity\nGROUP BY ALL\nORDER BY n, first_seen\nLIMIT 100",
    },
  ],
  authentication: [
    {
      title: "Failures by account, with the sources they came from",
      sql: "SELECT user_name, count(*) AS failures, count(DISTINCT src_endpoint_ip) AS sources\nFROM authentication\nWHERE status_id = 2\nGROUP BY ALL\nORDER BY failures DESC\nLIMIT 50",
    },
  ],
};

const shownFirst = ["time", "device_hostname", "src_endpoint_ip", "dst_endpoint_ip", "process_name", "user_name", "activity_id"];

/** Statements to begin with, for one class. All of them run as they are. */
export function examplesFor(name: string): readonly ExampleQuery[] {
  const columns = consoleClasses.find((one) => one.name === name)?.columns.map((column) => column.name) ?? [];
  return [latest(name, shownFirst.filter((column) => columns.includes(column)).join(", ")), ...(own[name] ?? []), perDay(name)];
}
