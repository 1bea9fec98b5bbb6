import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "../../shared/lib/random.ts";
import { snapshotPrefix } from "../../shared/domain/ids.ts";
import { type EventValue, writeSnapshot } from "./snapshot-fixture.ts";

type Event = Record<string, EventValue>;

export const minute = 60_000_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Monday 2 March 2026 00:00 UTC. */
export const firstDay = Date.UTC(2026, 2, 2) * 1000;

export interface EstateSize {
  readonly hosts: number;
  readonly days: number;
  readonly contactsPerDay: number;
  readonly launchesPerDay: number;
}

const pad = (n: number): string => String(n).padStart(3, "0");
export const hostName = (i: number): string => `ws-${pad(i)}.corp.example`;
/** Leases rotate: host i holds another address every day. */
export const addressOf = (i: number, dayNo: number, hosts: number): string => {
  const n = (i + dayNo * 3) % hosts;
  return `10.0.${1 + Math.floor(n / 200)}.${1 + (n % 200)}`;
};
const sam = (i: number): string => `user${pad(i)}`;

/** The odd one: ws-007 talks to cdn-metrics.net every minute from 09:42 of the last day, after Word started rundll32 there. */
export const beaconHost = 7;
export const beaconName = "cdn-metrics.net";
export const beaconAddress = "203.0.113.44";
export const storyStart = (days: number): number => firstDay + (days - 1) * day + 9 * hour + 42 * minute;

function contacts(size: EstateSize): Event[] {
  const random = createRandom(11);
  const events: Event[] = [];
  const push = (time: number, src: string, name: string | null, address: string): void => {
    const uid = `C${events.length}`;
    const base = {
      time,
      src_endpoint_ip: src,
      dst_endpoint_ip: address,
      dst_endpoint_port: 443,
      metadata_uid: uid,
      connection_info_uid: uid,
      metadata_product_name: "Zeek",
    };
    events.push({ ...base, metadata_log_name: "conn", traffic_bytes_out: 1200 });
    if (name !== null) events.push({ ...base, metadata_log_name: "ssl", tls_sni: name });
  };
  for (let d = 0; d < size.days; d += 1)
    for (let i = 0; i < size.hosts; i += 1) {
      const src = addressOf(i, d, size.hosts);
      for (let n = 0; n < size.contactsPerDay; n += 1) {
        const time = firstDay + d * day + 8 * hour + Math.floor(random.float() * 9 * hour);
        const site = Math.floor(40 * random.float() ** 2);
        if (n % 10 === 0) push(time, src, null, "10.0.0.5");
        else push(time, src, `site-${pad(site)}.example`, `198.51.100.${site}`);
      }
    }
  const src = addressOf(beaconHost, size.days - 1, size.hosts);
  for (let n = 0; n < 120; n += 1) push(storyStart(size.days) + n * minute, src, beaconName, beaconAddress);
  return events.toSorted((a, b) => Number(a["time"]) - Number(b["time"]));
}

const path = (name: string): string => (name === "winword.exe" ? `C:\\Program Files\\Office\\${name}` : `C:\\Windows\\System32\\${name}`);
export const processUid = (i: number, n: number): string =>
  `00000000-${String(i).padStart(4, "0")}-0000-0000-${String(n).padStart(12, "0")}`;

export interface StoryProcesses {
  readonly word: string;
  readonly rundll: string;
}

function launches(size: EstateSize): { process: Event[]; uids: StoryProcesses } {
  const random = createRandom(12);
  const events: Event[] = [];
  const images = ["chrome.exe", "svchost.exe", "outlook.exe", "winword.exe", "cmd.exe", "conhost.exe", "teams.exe"];
  const launch = (i: number, n: number, time: number, name: string, parent: { uid: string; name: string }): string => {
    const uid = processUid(i, n);
    events.push({
      time,
      activity_id: 1,
      metadata_product_name: "Sysmon",
      metadata_event_code: "1",
      device_hostname: hostName(i),
      process_uid: uid,
      process_name: name,
      process_file_path: path(name),
      process_cmd_line: `${name} --run`,
      process_user_name: sam(i),
      process_user_domain: "CORP",
      process_parent_process_uid: parent.uid,
      process_parent_process_name: parent.name,
      process_parent_process_file_path: path(parent.name),
      actor_process_uid: parent.uid,
      actor_process_name: parent.name,
    });
    return uid;
  };
  const shell = (i: number): { uid: string; name: string } => ({ uid: processUid(i, 0), name: "explorer.exe" });
  for (let d = 0; d < size.days; d += 1)
    for (let i = 0; i < size.hosts; i += 1)
      for (let n = 0; n < size.launchesPerDay; n += 1)
        launch(
          i,
          1 + d * size.launchesPerDay + n,
          firstDay + d * day + 8 * hour + Math.floor(random.float() * 9 * hour),
          images[random.below(images.length)] ?? "cmd.exe",
          shell(i),
        );
  const last = size.days * size.launchesPerDay;
  const at = storyStart(size.days);
  const word = launch(beaconHost, last + 1, at - 2 * minute, "winword.exe", shell(beaconHost));
  const rundll = launch(beaconHost, last + 2, at - minute, "rundll32.exe", { uid: word, name: "winword.exe" });
  events.push({
    time: at - 30_000_000,
    activity_id: 3,
    metadata_product_name: "Sysmon",
    metadata_event_code: "10",
    device_hostname: hostName(beaconHost),
    process_uid: processUid(beaconHost, 999_999),
    process_name: "lsass.exe",
    process_file_path: path("lsass.exe"),
    requested_permissions: "0x1410",
    actor_process_uid: rundll,
    actor_process_name: "rundll32.exe",
  });
  return { process: events.toSorted((a, b) => Number(a["time"]) - Number(b["time"])), uids: { word, rundll } };
}

export interface Inventories {
  readonly directory: string;
  readonly cmdb: string;
  readonly dhcp: string;
}

/** Writes the three tables as an organisation would export them and gives their paths. */
export function writeInventories(folder: string, size: EstateSize): Inventories {
  mkdirSync(folder, { recursive: true });
  const indexes = Array.from({ length: size.hosts }, (_, i) => i);
  const directory = ["sAMAccountName,userPrincipalName,givenName,sn,department,title,telephoneNumber,mail,memberOf,distinguishedName"];
  for (const i of indexes)
    directory.push(
      `${sam(i)},${sam(i)}@corp.example,Hanna,Voss${i},Finance,Analyst,ext. ${4400 + i},${sam(i)}@corp.example,${i === beaconHost ? "Domain Admins" : "Users"},"CN=Voss${i},DC=corp,DC=example"`,
    );
  const cmdb = ["name,fqdn,assigned_to,support_group,business_criticality,role,os"];
  for (const i of indexes)
    cmdb.push(`ws-${pad(i)},${hostName(i)},${sam(i)}@corp.example,Desktop North,3 - less critical,workstation,Windows 11`);
  cmdb.push("dc-1,dc-1.corp.example,,Directory Services,1 - most critical,domain controller,Windows Server");
  const dhcp = ["ts,mac,host_name,assigned_addr,lease_time,msg_types"];
  for (let d = 0; d < size.days; d += 1)
    for (const i of indexes)
      dhcp.push(
        `${new Date((firstDay + d * day + 7 * hour) / 1000).toISOString()},00:1a:2b:00:${(i >> 8).toString(16).padStart(2, "0")}:${(i & 255).toString(16).padStart(2, "0")},${hostName(i)},${addressOf(i, d, size.hosts)},43200,"REQUEST,ACK"`,
      );
  const paths = { directory: join(folder, "users.csv"), cmdb: join(folder, "cmdb.csv"), dhcp: join(folder, "dhcp.csv") };
  writeFileSync(paths.directory, directory.join("\n"));
  writeFileSync(paths.cmdb, cmdb.join("\n"));
  writeFileSync(paths.dhcp, dhcp.join("\n"));
  return paths;
}

export interface Estate {
  readonly snapshot: string;
  readonly prefix: string;
  readonly events: number;
  readonly uids: StoryProcesses;
  /** Event ids of the beacon's TLS records. */
  readonly beaconEvents: readonly { readonly eventId: string; readonly time: number }[];
  readonly launchOf: (uid: string) => { readonly eventId: string; readonly time: number };
}

export function writeEstate(snapshotsDir: string, size: EstateSize): Estate {
  const network = contacts(size);
  const { process, uids } = launches(size);
  const { id } = writeSnapshot(snapshotsDir, [
    { class: "network_activity", events: network },
    { class: "process_activity", events: process },
  ]);
  const prefix = snapshotPrefix(id);
  const at = (events: readonly Event[], i: number, offset: number) => ({
    eventId: `${prefix}-${offset + i}`,
    time: Number(events[i]?.["time"]),
  });
  const beaconEvents = network.flatMap((event, i) => (event["tls_sni"] === beaconName ? [at(network, i, 0)] : []));
  return {
    snapshot: id,
    prefix,
    events: network.length + process.length,
    uids,
    beaconEvents,
    launchOf: (uid) =>
      at(
        process,
        process.findIndex((event) => event["process_uid"] === uid),
        network.length,
      ),
  };
}
