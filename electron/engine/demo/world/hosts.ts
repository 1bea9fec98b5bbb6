import { openStream, type Stream } from "../random-stream.ts";
import { minuteUs, sites, type Site } from "./calendar.ts";
import { company } from "./names.ts";
import type { Person } from "./people.ts";

type HostKind = "laptop" | "desktop" | "shared" | "server" | "appliance";
type OperatingSystem = "windows" | "linux" | "macos" | "firmware";
export type HostRole =
  | "workstation"
  | "domain-controller"
  | "file-server"
  | "print-server"
  | "database"
  | "application"
  | "mail-relay"
  | "deployment"
  | "backup"
  | "jump"
  | "proxy"
  | "monitoring"
  | "scanner"
  | "git"
  | "build"
  | "web"
  | "vpn"
  | "printer"
  | "lab"
  | "facility"
  | "meeting-room";

export interface Host {
  readonly index: number;
  readonly name: string;
  readonly fqdn: string;
  readonly kind: HostKind;
  readonly os: OperatingSystem;
  readonly osName: string;
  readonly role: HostRole;
  readonly site: Site;
  readonly mac: string;
  readonly serial: string;
  /** First octets of the host's ProcessGuids. */
  readonly machineId: string;
  readonly staticIp: string | undefined;
  readonly owner: Person | undefined;
  /** Stays on outside working hours. */
  readonly alwaysOn: boolean;
  /** What the host's clock adds to true time. */
  readonly clockOffsetUs: number;
  /** Its event log writes local time and calls it UTC; Sysmon's own UtcTime is not touched by that. */
  readonly logsLocalTime: boolean;
}

interface Fleet {
  readonly role: HostRole;
  readonly prefix: string;
  readonly os: OperatingSystem;
  readonly count: number;
  /** Grows with the enterprise. */
  readonly grows: boolean;
  readonly site: Site;
  readonly subnet: string;
}

const fleet = (role: HostRole, prefix: string, os: OperatingSystem, count: number, grows: boolean, site: Site, subnet: string): Fleet => ({
  role,
  prefix,
  os,
  count,
  grows,
  site,
  subnet,
});
const { larnmouth, cedarfork } = sites;

const fleets: readonly Fleet[] = [
  fleet("domain-controller", "LRN-DC", "windows", 1, false, larnmouth, "10.20.0"),
  fleet("domain-controller", "CDF-DC", "windows", 1, false, cedarfork, "10.40.0"),
  fleet("file-server", "LRN-FS", "windows", 2, true, larnmouth, "10.20.0"),
  fleet("file-server", "CDF-FS", "windows", 1, true, cedarfork, "10.40.0"),
  fleet("print-server", "LRN-PRN", "windows", 1, false, larnmouth, "10.20.0"),
  fleet("database", "LRN-SQL", "windows", 2, true, larnmouth, "10.20.1"),
  fleet("application", "LRN-APP", "windows", 3, true, larnmouth, "10.20.1"),
  fleet("application", "CDF-APP", "windows", 1, true, cedarfork, "10.40.1"),
  fleet("mail-relay", "LRN-MX", "windows", 1, false, larnmouth, "10.20.1"),
  fleet("deployment", "LRN-DPL", "windows", 1, false, larnmouth, "10.20.1"),
  fleet("backup", "LRN-BKP", "windows", 1, false, larnmouth, "10.20.1"),
  fleet("jump", "LRN-JMP", "windows", 1, false, larnmouth, "10.20.1"),
  fleet("proxy", "lrn-prx", "linux", 1, false, larnmouth, "10.20.2"),
  fleet("monitoring", "lrn-mon", "linux", 1, false, larnmouth, "10.20.2"),
  fleet("scanner", "lrn-vas", "linux", 1, false, larnmouth, "10.20.2"),
  fleet("git", "lrn-git", "linux", 1, false, larnmouth, "10.20.2"),
  fleet("build", "lrn-bld", "linux", 2, true, larnmouth, "10.20.2"),
  fleet("web", "lrn-web", "linux", 1, false, larnmouth, "10.20.2"),
  fleet("vpn", "lrn-vpn", "firmware", 1, false, larnmouth, "10.20.2"),
  fleet("printer", "LRN-P", "firmware", 4, true, larnmouth, "10.20.30"),
  fleet("printer", "CDF-P", "firmware", 2, true, cedarfork, "10.40.30"),
  fleet("lab", "LRN-LAB", "windows", 3, true, larnmouth, "10.20.40"),
  fleet("facility", "lrn-bms", "firmware", 2, false, larnmouth, "10.20.50"),
  fleet("meeting-room", "LRN-MTG", "firmware", 3, true, larnmouth, "10.20.51"),
  fleet("meeting-room", "CDF-MTG", "firmware", 2, true, cedarfork, "10.40.51"),
];

/** Whose computer runs seven minutes ahead; within the smallest enterprise. */
const skewedPerson = 15;

export function createHosts(seed: number, scale: number, people: readonly Person[]): Host[] {
  const hosts: Host[] = [];
  for (const f of fleets) addFleet(seed, scale, f, hosts);
  for (const p of people) if (p.pattern !== "shift") hosts.push(workstation(seed, hosts.length, p));
  const shiftWorkers = people.filter((p) => p.pattern === "shift");
  for (const site of [larnmouth, cedarfork]) {
    const here = shiftWorkers.filter((p) => p.site === site).length;
    for (let n = 1; n <= Math.ceil(here / 2); n++) hosts.push(sharedTerminal(seed, hosts.length, site, n));
  }
  return hosts;
}

function addFleet(seed: number, scale: number, f: Fleet, hosts: Host[]): void {
  const count = f.grows ? Math.max(f.count, Math.round(f.count * scale)) : f.count;
  const usedInSubnet = hosts.filter((h) => h.staticIp?.startsWith(`${f.subnet}.`) === true).length;
  for (let n = 0; n < count; n++) {
    const name = `${f.prefix}${String(n + 1).padStart(2, "0")}`;
    const random = openStream(seed, `host/${name}`);
    const place = usedInSubnet + n;
    const appliance = f.os === "firmware";
    hosts.push({
      ...identity(random, hosts.length, name),
      kind: appliance ? "appliance" : f.role === "lab" ? "desktop" : "server",
      os: f.os,
      osName: serverOs(f),
      role: f.role,
      site: f.site,
      staticIp: subnetAddress(f.subnet, place),
      owner: undefined,
      alwaysOn: true,
      clockOffsetUs: 0,
      logsLocalTime: name === "CDF-FS01",
    });
  }
}

/** Ten addresses are left free at the foot; a full /24 runs on into a block of its own further up. */
function subnetAddress(subnet: string, place: number): string {
  if (place < 240) return `${subnet}.${10 + place}`;
  const [a = "10", b = "0", c = "0"] = subnet.split(".");
  return `${a}.${Number(b) + 100}.${Number(c) + Math.floor(place / 240)}.${10 + (place % 240)}`;
}

function serverOs(f: Fleet): string {
  if (f.os === "windows") return f.role === "lab" ? "Windows 10 IoT Enterprise LTSC" : "Windows Server 2022";
  return f.os === "linux" ? "Debian 12" : "Vendor firmware";
}

function identity(random: Stream, index: number, name: string) {
  return {
    index,
    name,
    fqdn: `${name}.${company.adDomain}`,
    mac: `${random.pick(["00:1c:5a", "3c:8b:7f", "a4:5d:36", "f0:92:1c"])}:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`,
    serial: `${random.text(2, "ABCDEFGHJKLMNP")}${random.text(7, "0123456789ABCDEFGHJK")}`,
    machineId: random.hex(8),
  };
}

function workstation(seed: number, index: number, person: Person): Host {
  const random = openStream(seed, `workstation/${person.index}`);
  const desk = ["Finance", "Operations", "People"].includes(person.department);
  const kind = random.chance(desk ? 0.6 : 0.12) ? "desktop" : "laptop";
  const unusual = person.department === "Engineering" ? 0.22 : person.department === "Marketing" ? 0.2 : 0;
  const os = person.index > 12 && random.chance(unusual) ? (person.department === "Marketing" ? "macos" : "linux") : "windows";
  const name = `${person.site.code}-${kind === "desktop" ? "DT" : "LT"}-${String(1207 + person.index * 3)}`;
  return {
    ...identity(random, index, name),
    kind,
    os,
    osName: os === "windows" ? "Windows 11 Enterprise" : os === "macos" ? "macOS 15" : "Ubuntu 24.04",
    role: "workstation",
    site: person.site,
    staticIp: undefined,
    owner: person,
    alwaysOn: kind === "desktop" && random.chance(0.5),
    clockOffsetUs: person.index === skewedPerson ? 7 * minuteUs : 0,
    logsLocalTime: false,
  };
}

function sharedTerminal(seed: number, index: number, site: Site, n: number): Host {
  const name = `${site.code}-SHOP-${String(n).padStart(2, "0")}`;
  return {
    ...identity(openStream(seed, `host/${name}`), index, name),
    kind: "shared",
    os: "windows",
    osName: "Windows 11 Enterprise",
    role: "workstation",
    site,
    staticIp: undefined,
    owner: undefined,
    alwaysOn: true,
    clockOffsetUs: 0,
    logsLocalTime: false,
  };
}
