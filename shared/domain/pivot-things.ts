/** Something an event can mention, as its columns would have it. */
export interface PivotThing {
  readonly kind: "ip" | "host" | "domain" | "account" | "sid" | "principal" | "process" | "file";
  readonly text: string;
}

const afterHost = (text: string): string => text.slice(text.indexOf("|") + 1);
const upToHost = (text: string): string => text.replace(/@host:.*$/su, "");

function ofAccount(text: string): PivotThing | undefined {
  const [, scheme = "", name = ""] = /^(aws|nt|local|sam|upn|sid|id):(.+)$/su.exec(text) ?? [];
  if (scheme === "sid") return { kind: "sid", text: upToHost(name) };
  if (scheme === "aws") return { kind: "principal", text: name.replace(/^(?:uid|key|role|arn):(?!aws)/u, "") };
  const account = name.replace(/^~/u, "");
  return account === "" || account === "*" ? undefined : { kind: "account", text: account };
}

/** What a canonical key names, when an event's columns can be asked for it: `ip:10.0.0.1`, `host:fqdn:a.b`, `proc:HOST|uid`, `account:nt:~d\n`. */
export function thingOfKey(key: string): PivotThing | undefined {
  const [, kind = "", text = ""] = /^(?:stub:\d+:)?(ip|host|domain|account|proc|file):(.+)$/su.exec(key) ?? [];
  if (kind === "ip" || kind === "domain") return { kind, text };
  if (kind === "proc") return { kind: "process", text: afterHost(text) };
  if (kind === "file") return { kind: "file", text: afterHost(text) };
  if (kind === "account") return ofAccount(text);
  const host = /^(?:fqdn|name):(.+)$/su.exec(text)?.[1];
  return kind === "host" && host !== undefined ? { kind: "host", text: host } : undefined;
}

/** Columns that name a thing by its kind. Hosts and domains share those of names looked up or spoken to. */
export const columnsOf: Readonly<Record<PivotThing["kind"], readonly string[]>> = {
  ip: ["src_endpoint_ip", "dst_endpoint_ip", "email_x_originating_ip"],
  host: ["device_hostname", "src_endpoint_hostname", "dst_endpoint_hostname", "tls_sni", "http_request_url_hostname", "query_hostname"],
  domain: ["query_hostname", "tls_sni", "http_request_url_hostname", "dst_endpoint_hostname"],
  account: ["user_name", "actor_user_name", "process_user_name"],
  sid: ["user_uid", "actor_user_uid", "process_user_uid"],
  principal: ["actor_user_uid", "user_uid", "actor_user_uid_alt", "actor_user_name", "actor_user_credential_uid"],
  process: ["process_uid", "actor_process_uid", "process_parent_process_uid"],
  file: ["file_path", "process_file_path", "actor_process_file_path", "process_parent_process_file_path", "module_file_path"],
};

const kindOfColumn = new Map<string, PivotThing["kind"]>([
  ["src_endpoint_ip", "ip"],
  ["dst_endpoint_ip", "ip"],
  ["device_hostname", "host"],
  ["src_endpoint_hostname", "host"],
  ["dst_endpoint_hostname", "domain"],
  ["tls_sni", "domain"],
  ["http_request_url_hostname", "domain"],
  ["query_hostname", "domain"],
  ["user_name", "account"],
  ["actor_user_name", "account"],
  ["process_user_name", "account"],
  ["process_uid", "process"],
  ["actor_process_uid", "process"],
  ["process_file_path", "file"],
  ["file_path", "file"],
]);

const nameless = new Set(["", "-", "0.0.0.0", "127.0.0.1", "::1"]);

/** Everything that an event's own columns name, each once. */
export function thingsInColumns(columns: Readonly<Record<string, unknown>>): readonly PivotThing[] {
  const found = new Map<string, PivotThing>();
  for (const [name, kind] of kindOfColumn) {
    const text = columns[name];
    if (typeof text !== "string" || nameless.has(text.trim())) continue;
    const thing = { kind, text: kind === "host" || kind === "domain" ? text.trim().toLowerCase() : text.trim() };
    found.set(`${kind} ${thing.text.toLowerCase()}`, thing);
  }
  return [...found.values()];
}
