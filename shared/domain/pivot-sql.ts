import { type OcsfClass, ocsfClasses } from "./ocsf.ts";
import { columnsOf, type PivotThing } from "./pivot-things.ts";

/** Which events are asked for: those that mention all of `things`; without any, everything in the span. */
export interface PivotQuestion {
  readonly things: readonly PivotThing[];
  /** From and to in microseconds UTC, the end not included; undefined for all of the data. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
  /** Where more match than are given, those nearest to this time are. Microseconds UTC. */
  readonly near: number;
  readonly most: number;
  /** Classes that the data has events of; the others cost time and give nothing. All when not known. */
  readonly classes?: ReadonlySet<string> | undefined;
}

/** What is shown of an event of any class: the first of these columns that has a value. */
const shown: readonly (readonly [name: string, columns: readonly string[]])[] = [
  ["host", ["device_hostname", "src_endpoint_hostname"]],
  ["account", ["user_name", "actor_user_name", "process_user_name", "actor_user_uid"]],
  ["source", ["src_endpoint_ip", "src_endpoint_hostname"]],
  [
    "destination",
    ["tls_sni", "http_request_url_hostname", "query_hostname", "dst_endpoint_hostname", "dst_endpoint_ip", "resources_uid", "service_name"],
  ],
  ["port", ["dst_endpoint_port"]],
  ["process", ["process_file_path", "process_name", "actor_process_file_path", "actor_process_name"]],
  [
    "detail",
    [
      "process_cmd_line",
      "http_request_url_path",
      "module_file_path",
      "file_path",
      "script_content",
      "api_operation",
      "answers_rdata",
      "share",
      "command",
      "email_subject",
      "finding_info_title",
      "logon_type",
      "app_name",
    ],
  ],
];
const longestShown = 200;

const quoted = (text: string): string => {
  // Characters that act on a reader are written by their number, so that the statement reads as it runs.
  const parts = text.split(/([\p{Cc}\p{Cf}\u2028\u2029])/u).filter((part) => part !== "");
  const written = parts.map((part) =>
    /^[\p{Cc}\p{Cf}\u2028\u2029]$/u.test(part) ? `chr(${part.codePointAt(0) ?? 0})` : `'${part.replaceAll("'", "''")}'`,
  );
  return written.length === 0 ? "''" : written.length === 1 ? (written[0] ?? "''") : `(${written.join(" || ")})`;
};

const timestamp = (us: number): string => {
  const wholeMs = Math.floor(us / 1000);
  const micros = String(Math.round(us - wholeMs * 1000)).padStart(3, "0");
  return `TIMESTAMP '${new Date(wholeMs).toISOString().replace("T", " ").replace("Z", "")}${micros}'`;
};

/** That a column names the thing. Names and paths have no case; a host may go by its first label, a domain by a name under it. */
function names(column: string, { kind, text }: PivotThing): string {
  const lower = text.toLowerCase();
  switch (kind) {
    case "ip":
    case "sid":
      return `${column} = ${quoted(text)}`;
    case "principal":
      return `strpos(${column}, ${quoted(text)}) > 0`;
    case "host": {
      const short = lower.split(".")[0] ?? lower;
      const isOwnName = column.endsWith("_hostname") && !/^(?:query|http_request)/u.test(column);
      return isOwnName && short !== lower
        ? `lower(${column}) IN (${quoted(lower)}, ${quoted(short)})`
        : `lower(${column}) = ${quoted(lower)}`;
    }
    case "domain":
      return `right('.' || lower(${column}), ${lower.length + 1}) = ${quoted(`.${lower}`)}`;
    case "account": {
      const bare = lower.split("\\").at(-1) ?? lower;
      const name = lower.includes("@") ? [lower] : [...new Set([bare, lower])];
      const known = `lower(${column}) IN (${name.map(quoted).join(", ")})`;
      return lower.includes("@") ? known : `(${known} OR split_part(lower(${column}), '@', 1) = ${quoted(bare)})`;
    }
    case "process":
    case "file":
      return `lower(${column}) = ${quoted(lower)}`;
  }
}

function ofClass({ name, columns }: OcsfClass, { things, span }: PivotQuestion): string | undefined {
  const has = new Set(columns.map((column) => column.name));
  const mentions = things.map((thing) => columnsOf[thing.kind].filter((column) => has.has(column)).map((column) => names(column, thing)));
  if (mentions.some((group) => group.length === 0)) return undefined;
  const typeOf = new Map(columns.map((column) => [column.name, column.type]));
  const asText = (column: string): string => (typeOf.get(column) === "string" ? column : `CAST(${column} AS VARCHAR)`);
  const picked = shown.map(([title, candidates]) => {
    const there = candidates.filter((column) => has.has(column)).map(asText);
    // An empty text says as little as none.
    const filled = there.map((column, i) => (i === there.length - 1 || column.startsWith("CAST") ? column : `NULLIF(${column}, '')`));
    const value = filled.length > 1 ? `COALESCE(${filled.join(", ")})` : (filled[0] ?? "CAST(NULL AS VARCHAR)");
    return `${title === "detail" && filled.length > 0 ? `left(${value}, ${longestShown})` : value} AS ${title}`;
  });
  const conditions = [
    ...(span === undefined ? [] : [`time >= ${timestamp(span.from)} AND time < ${timestamp(span.to)}`]),
    ...mentions.map((group) => `(${group.join(" OR ")})`),
  ];
  const where = conditions.length === 0 ? "" : `\n  WHERE ${conditions.join("\n    AND ")}`;
  return `  SELECT time, '${name}' AS class,\n    ${picked.join(",\n    ")},\n    snapshot, event_no\n  FROM ${name}${where}`;
}

/**
 * One statement over the views of the events' classes. Result: time, class, host, account, source, destination, port, process, detail (all text), snapshot,
 * event_no, total (how many match). In order of time. Undefined when no class could mention all of the things together.
 */
export function pivotSql(question: PivotQuestion): string | undefined {
  const asked = ocsfClasses.filter(({ name }) => question.classes?.has(name) ?? true);
  const parts = asked.flatMap((one) => ofClass(one, question) ?? []);
  if (parts.length === 0) return undefined;
  return `SELECT * FROM (
  SELECT *, COUNT(*) OVER () AS total FROM (
${parts.join("\n  UNION ALL\n")}
  )
  ORDER BY abs(date_diff('microsecond', time, ${timestamp(question.near)})), snapshot, event_no
  LIMIT ${question.most}
)
ORDER BY time, snapshot, event_no
`;
}
