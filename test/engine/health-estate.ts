import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Monday, 2 February 2026, 00:00 UTC. */
const start = Date.UTC(2026, 1, 2);
const hour = 3_600_000;
const day = 24 * hour;
const days = 22;
export const hosts = 24;
/** When everything was exported: shortly after the last event. */
export const exportedAt = (start + days * day) * 1000;

const pad = (n: number): string => String(n).padStart(2, "0");
export const hostName = (i: number): string => `ws-${pad(i)}`;
const address = (i: number): string => `10.1.1.${i + 10}`;
const mac = (i: number): string => `00:1a:2b:00:00:${i.toString(16).padStart(2, "0")}`;
const user = (i: number): string => `user${pad(i)}`;
const all = Array.from({ length: hosts }, (_, i) => i);
const hoursOf = Array.from({ length: days * 24 }, (_, h) => h);
export const dayOf = (h: number): number => Math.floor(h / 24);

/** One connection: every host calls its server once an hour, at a minute and a port of its own. */
export interface Call {
  readonly h: number;
  readonly host: number;
  readonly ms: number;
  readonly port: number;
}

export const calls: readonly Call[] = hoursOf.flatMap((h) =>
  all.map((host) => ({ h, host, ms: start + h * hour + (host * 2 + 1) * 60_000, port: 1024 + h * hosts + host })),
);

/** A day of a source six times over, or a sixth of it. */
export const sixfold = (on: number): Call[] =>
  calls.flatMap((call) =>
    dayOf(call.h) === on ? Array.from({ length: 6 }, (_, i) => ({ ...call, ms: call.ms + i * 1000, port: call.port + i * 7 })) : [call],
  );
export const sixth = (on: number): Call[] => calls.filter((call) => dayOf(call.h) !== on || call.host % 6 === 0);

const fields = [
  "ts",
  "uid",
  "id.orig_h",
  "id.orig_p",
  "id.resp_h",
  "id.resp_p",
  "proto",
  "duration",
  "orig_bytes",
  "resp_bytes",
  "conn_state",
];

/** A Zeek conn.log of the calls. */
export function zeek(of: readonly Call[] = calls, line: (text: string, i: number) => string = (text) => text): string {
  const rows = of.map(({ ms, host, port }, i) =>
    line([(ms / 1000).toFixed(6), `C${ms}x${port}`, address(host), port, "10.1.9.9", 443, "tcp", "0.5", 500, 900, "SF"].join("\t"), i),
  );
  const types = "time\tstring\taddr\tport\taddr\tport\tenum\tinterval\tcount\tcount\tstring";
  const head = [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    "#path\tconn",
    `#fields\t${fields.join("\t")}`,
    `#types\t${types}`,
  ];
  return `${[...head, ...rows].join("\n")}\n`;
}

type Event = Record<string, unknown> & { time: number };

/** The first activity of a class. */
const ids = (uid: number) => ({
  class_uid: uid,
  category_uid: Math.floor(uid / 1000),
  activity_id: 1,
  type_uid: uid * 100 + 1,
  severity_id: 1,
  status_id: 1,
});

const metadata = (ms: number, uid: string) => ({
  version: "1.8.0",
  product: { name: "Agent", vendor_name: "Example" },
  uid,
  logged_time: ms + 20_000,
});

/** What the hosts' agents record, as OCSF: a logon every hour, and four times a day the call their sensor sees as well. */
export function agentEvents(): Event[] {
  return calls.flatMap(({ h, host, ms, port }) => {
    const device = { hostname: `${hostName(host)}.corp.example`, type_id: 2 };
    const logon: Event = {
      ...ids(3002),
      time: ms + 5000,
      device,
      user: { name: user(host), domain: "corp.example" },
      dst_endpoint: { hostname: device.hostname },
      metadata: metadata(ms, `L${ms}x${host}`),
    };
    if (h % 6 !== 3) return [logon];
    const call: Event = {
      ...ids(4001),
      time: ms,
      device,
      actor: { process: { uid: `p${host}`, name: "client.exe" }, user: { name: user(host), domain: "corp.example" } },
      src_endpoint: { ip: address(host), port },
      dst_endpoint: { ip: "10.1.9.9", port: 443 },
      metadata: metadata(ms, `N${ms}x${host}`),
    };
    return [logon, call];
  });
}

export const ndjson = (events: readonly Event[]): string => `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;

type Row = Readonly<Record<string, string>>;

export function csv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return `${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map((cells) => cells.join(",")).join("\n")}\n`;
}

export const directory = (): Row[] =>
  all.map((i) => ({
    sAMAccountName: user(i),
    userPrincipalName: `${user(i)}@corp.example`,
    objectSid: `S-1-5-21-1111-2222-3333-${1100 + i}`,
    displayName: `Person ${pad(i)}`,
    distinguishedName: `"CN=Person ${pad(i)},DC=corp,DC=example"`,
  }));

const updated = new Date(start + (days - 5) * day).toISOString();

export const cmdb = (): Row[] => [
  ...all.map((i) => ({
    name: hostName(i),
    fqdn: `${hostName(i)}.corp.example`,
    serial_number: `SER${pad(i)}`,
    mac_address: mac(i),
    ip_address: "",
    assigned_to: user(i),
    support_group: "Service Desk",
    business_criticality: "3 - less critical",
    operational_status: "1",
    sys_updated_on: updated,
  })),
  {
    name: "srv-01",
    fqdn: "srv-01.corp.example",
    serial_number: "SRV01",
    mac_address: "00:1a:2b:00:01:01",
    ip_address: "10.1.9.9",
    assigned_to: "user00",
    support_group: "Servers",
    business_criticality: "1 - most critical",
    operational_status: "1",
    sys_updated_on: updated,
  },
];

/** Leases of twelve hours, renewed every four, by a few hosts every hour. */
export const leases = (): (Row & { ts: string })[] =>
  hoursOf.flatMap((h) =>
    all
      .filter((i) => h % 4 === i % 4 || h === 0)
      .map((i) => ({
        ts: String((start + h * hour) / 1000 + (h === 0 ? 0 : 1800)),
        mac: mac(i),
        host_name: hostName(i),
        assigned_addr: address(i),
        lease_time: "43200",
      })),
  );

export const hourOfLease = (row: { readonly ts: string }): number => Math.floor((Number(row.ts) * 1000 - start) / hour);

export function write(dir: string, name: string, text: string): string {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}
