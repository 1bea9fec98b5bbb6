import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStream } from "../random-stream.ts";
import { hourUs } from "../world/calendar.ts";
import type { Host, HostRole } from "../world/hosts.ts";
import { company } from "../world/names.ts";
import type { Person } from "../world/people.ts";
import { serviceAccounts } from "../world/service-accounts.ts";
import type { World } from "../world/world.ts";
import { csvLines } from "./csv.ts";

const iso = (us: number): string => new Date(Math.floor(us / 1000)).toISOString().replace(".000Z", "Z");

/** Writes inventory/{directory,cmdb,dhcp}.csv and returns rows per file. */
export async function writeInventory(dir: string, world: World): Promise<{ directory: number; cmdb: number; dhcp: number }> {
  const folder = join(dir, "inventory");
  await mkdir(folder, { recursive: true });
  const directory = [...world.people.map((p) => personRow(world, p)), ...serviceAccounts.map(serviceRow)];
  const cmdb = world.hosts.filter((h) => isRecorded(world, h)).map((h) => hostRow(world, h));
  const dhcp = leaseRows(world);
  await writeFile(join(folder, "directory.csv"), csvLines(directoryHeader, directory));
  await writeFile(join(folder, "cmdb.csv"), csvLines(cmdbHeader, cmdb));
  await writeFile(join(folder, "dhcp.csv"), csvLines(dhcpHeader, dhcp));
  return { directory: directory.length, cmdb: cmdb.length, dhcp: dhcp.length };
}

const directoryHeader = [
  "objectGUID",
  "objectSid",
  "sAMAccountName",
  "userPrincipalName",
  "mail",
  "givenName",
  "sn",
  "displayName",
  "objectClass",
  "employeeID",
  "department",
  "title",
  "manager",
  "telephoneNumber",
  "physicalDeliveryOfficeName",
  "memberOf",
  "enabled",
  "whenCreated",
  "accountExpires",
  "description",
];

function personRow(world: World, p: Person): string[] {
  const random = openStream(world.seed, `directory/${p.sam}`);
  const created =
    p.startsDay > 0
      ? "2026-03-12T09:00:00Z"
      : `20${random.int(12, 25)}-${String(random.int(1, 12)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}T08:30:00Z`;
  const groups = ["Domain Users", `GG-${p.department}`, `GG-Site-${p.site.city}`];
  if (p.department === "IT" && random.chance(0.6)) groups.push("GG-Server-Admins");
  if (p.department === "IT" && random.chance(0.25)) groups.push("Domain Admins");
  if (p.department === "Finance") groups.push("GG-ERP-Post");
  if (p.department === "Research") groups.push("GG-Research-Shares");
  const manager = world.people.find((m) => m.sam === p.managerSam);
  return [
    random.guid(),
    p.sid,
    p.sam,
    p.upn,
    p.mail,
    p.given,
    p.family,
    p.displayName,
    "user",
    p.employeeId,
    p.department,
    p.title,
    manager?.displayName ?? "",
    p.phone,
    p.site.city,
    groups.join(";"),
    "true",
    created,
    p.leavesOn === undefined ? "" : `${p.leavesOn}T17:00:00Z`,
    p.leavesOn === undefined ? "" : "Notice given; last day in this field",
  ];
}

const serviceRow = (a: (typeof serviceAccounts)[number]): string[] => [
  openStream(0, `directory/${a.sam}`).guid(),
  a.sid,
  a.sam,
  `${a.sam}@${company.domain}`,
  "",
  "",
  "",
  a.displayName,
  "user",
  "",
  "IT",
  "Service account",
  "",
  "",
  "",
  "Domain Users;GG-Service-Accounts",
  "true",
  "2019-05-06T10:00:00Z",
  "",
  a.description,
];

const cmdbHeader = [
  "sys_id",
  "sys_class_name",
  "name",
  "fqdn",
  "serial_number",
  "mac_address",
  "ip_address",
  "os",
  "role",
  "environment",
  "business_criticality",
  "owned_by",
  "assigned_to",
  "support_group",
  "location",
  "operational_status",
  "sys_updated_on",
];

/** Two laboratory machines and a few others never made it into the CMDB, as everywhere. */
const isRecorded = (world: World, h: Host): boolean =>
  !openStream(world.seed, `unrecorded/${h.name}`).chance(h.role === "lab" ? 0.4 : 0.02);

const criticality: Partial<Record<HostRole, string>> = {
  "domain-controller": "1 - most critical",
  database: "1 - most critical",
  application: "2 - somewhat critical",
  "file-server": "2 - somewhat critical",
  backup: "1 - most critical",
  deployment: "1 - most critical",
  jump: "2 - somewhat critical",
  build: "2 - somewhat critical",
  git: "2 - somewhat critical",
  lab: "3 - less critical",
};

const owners: Partial<Record<HostRole, string>> = {
  application: "Finance",
  database: "Finance",
  lab: "Research",
  build: "Engineering",
  git: "Engineering",
  web: "Marketing",
};

function hostRow(world: World, h: Host): string[] {
  const random = openStream(world.seed, `cmdb/${h.name}`);
  const server = h.kind === "server";
  const leader = world.people.find((p) => p.department === (owners[h.role] ?? "IT"));
  const mac = random.chance(0.3) ? h.mac.toUpperCase().replaceAll(":", "-") : h.mac;
  const className = server ? "cmdb_ci_server" : h.kind === "appliance" ? "cmdb_ci_netgear" : "cmdb_ci_computer";
  const updated = `202${random.chance(0.85) ? "6-0" + random.int(1, 2) : "4-0" + random.int(1, 9)}-${String(random.int(1, 28)).padStart(2, "0")}T06:00:00Z`;
  const support = server
    ? "Server Operations"
    : h.role === "lab"
      ? "Laboratory Systems"
      : h.kind === "appliance"
        ? "Facilities"
        : "Service Desk";
  return [
    random.hex(32),
    className,
    h.name,
    random.chance(0.93) ? h.fqdn : "",
    h.serial,
    mac,
    h.staticIp ?? "",
    h.osName,
    h.role,
    server ? "production" : "office",
    criticality[h.role] ?? "4 - not critical",
    server || h.role === "lab" ? (leader?.displayName ?? "") : (h.owner?.displayName ?? ""),
    h.owner?.mail ?? "",
    support,
    h.site.city,
    "1",
    updated,
  ];
}

const dhcpHeader = ["ts", "mac", "hostname", "ip", "lease_end", "lease_time", "msg_types"];

function leaseRows(world: World): string[][] {
  const rows = world.leases.map((l) => {
    const seconds = Math.max(60, Math.round((Math.max(l.toUs, l.fromUs + hourUs / 60) - l.fromUs) / 1e6));
    return [iso(l.fromUs), l.host.mac, l.host.name, l.ip, iso(l.fromUs + seconds * 1e6), String(seconds), "REQUEST,ACK"];
  });
  return rows.sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : (a[0] ?? "") > (b[0] ?? "") ? 1 : 0));
}
