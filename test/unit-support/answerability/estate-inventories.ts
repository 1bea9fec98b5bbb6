import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importInventory } from "../../../electron/engine/inventory/import-inventory.ts";
import type { Database } from "../../../electron/engine/sqlite/database.ts";
import { kiosk, march, servers, workstations } from "./estate-telemetry.ts";

export type InventoryName = "directory" | "cmdb" | "dhcp" | "network" | "changes" | "scanners";

const people = [
  ["hvoss", "Hanna", "Voss", "Finance", "Controller"],
  ["ibrandt", "Ivo", "Brandt", "Sales", "Account Manager"],
  ["dpetit", "Denise", "Petit", "Sales", "Account Manager"],
  ["ejonas", "Ene", "Jonas", "Support", "Specialist"],
  ["fsato", "Fumi", "Sato", "Support", "Specialist"],
  ["gmoyo", "Gil", "Moyo", "Legal", "Counsel"],
  ["nwest", "Nia", "West", "Legal", "Paralegal"],
  ["aruiz", "Ana", "Ruiz", "Plant", "Operator"],
  ["bokafor", "Ben", "Okafor", "Plant", "Operator"],
  ["clind", "Carl", "Lind", "Plant", "Operator"],
  ["mholt", "Mara", "Holt", "Finance", "Clerk"],
  ["jsmith", "John", "Smith", "Finance", "Clerk"],
  ["klee", "Kim", "Lee", "Legal", "Counsel"],
  ["alice.kern", "Alice", "Kern", "Platform", "Engineer"],
] as const;

/** A directory of corp.example, with a second Kim Lee in lab.example and the domain's own Administrator. */
function directoryRows(change: Change): string[] {
  const rows = people
    .filter(([sam]) => sam !== change.unknownPerson)
    .map(
      ([sam, given, surname, department, title], i) =>
        `${sam},${sam}@corp.example,${given},${surname},${given} ${surname},${department},${title},ext. ${100 + i},${sam}@corp.example,${
          sam === "nwest" ? "Users;Server Admins" : "Users"
        },${sam === "nwest" ? "2026-03-05T08:00:00Z" : "2020-01-01T08:00:00Z"}`,
    );
  return [
    "sAMAccountName,userPrincipalName,givenName,sn,displayName,department,title,telephoneNumber,mail,memberOf,whenCreated",
    ...rows,
    "klee,klee@lab.example,Kim,Lee,Kim Lee,Laboratory,Chemist,ext. 900,klee@lab.example,Users,2020-01-01T08:00:00Z",
    "administrator,administrator@corp.example,,,Domain Administrator,,,,,Domain Admins,2015-01-01T08:00:00Z",
  ];
}

const ownerOf: Readonly<Record<string, string>> = { "ws-107": "Kim Lee" };

function cmdbRows(change: Change): string[] {
  const desk = workstations.map(({ host, user }) => {
    const [, given = "", surname = ""] = people.find(([sam]) => sam === user) ?? [];
    const isBare = host === change.bareHost;
    return `${host},${host}.corp.example,,${isBare ? "" : (ownerOf[host] ?? `${given} ${surname}`)},Desk,${isBare ? "" : "4 - not critical"},workstation,Windows 11`;
  });
  return [
    "name,fqdn,ip_address,assigned_to,support_group,business_criticality,role,os",
    ...desk,
    ...(change.twiceHost === undefined
      ? []
      : [`${change.twiceHost},${change.twiceHost}.corp.example,,Somebody Else,Desk,1 - most critical,server,Linux`]),
    `${kiosk.host},${kiosk.host}.corp.example,,,Desk,4 - not critical,workstation,Windows 11`,
    "finance-report-01,finance-report-01.corp.example,,Mara Holt,Desk,4 - not critical,workstation,Windows 11",
    "finance-report-02,finance-report-02.corp.example,,Hanna Voss,Desk,4 - not critical,workstation,Windows 11",
    `dc-1,dc-1.corp.example,${servers.dc},,Directory Services,1 - most critical,domain controller,Windows Server 2022`,
    `srv-db-1,srv-db-1.corp.example,${servers.db},Data Team,Database Operations,1 - most critical,database,Debian 12`,
    `srv-web-1,srv-web-1.corp.example,${servers.web},,Web Operations,2 - somewhat critical,web,Debian 12`,
    `scan-1,scan-1.corp.example,${servers.scanner},,Security Operations,4 - not critical,scanner,Debian 12`,
  ];
}

/** Every device's lease from midnight to midnight; `more` are further ones of every day. */
function leaseRows(change: Change): string[] {
  const days = Array.from({ length: 12 }, (_, i) => 2 + i).filter((day) => day <= (change.lastLeaseDay ?? 13));
  const mac = (i: number): string => `00:1a:2b:00:00:${String(10 + i)}`;
  const held = [...workstations, kiosk].map(({ host, ip }, i) => [ip, `${host}.corp.example`, mac(i)] as const);
  return [
    "ts,mac,host_name,assigned_addr,lease_time,msg_types",
    ...days.flatMap((day) =>
      [...held, ...(change.leases ?? [])].map(
        ([ip, host, hardware]) => `${new Date(march(day) / 1000).toISOString()},${hardware},${host},${ip},86400,"REQUEST,ACK"`,
      ),
    ),
  ];
}

/** How the inventories of one world differ from the complete ones. */
export interface Change {
  readonly unknownPerson?: string;
  /** In the CMDB without owner and criticality. */
  readonly bareHost?: string;
  /** In the CMDB twice, with different owners. */
  readonly twiceHost?: string;
  readonly lastLeaseDay?: number;
  /** Address, host name and hardware address. */
  readonly leases?: readonly (readonly [string, string, string])[];
}

const lists = {
  network: ["cidr,name,zone,role,vpn", "10.9.0.0/24,remote access,corp,vpn pool,true"],
  changes: [
    "number,start,end,configuration_item,summary",
    "CHG-7,2026-03-12T09:00:00Z,2026-03-12T12:00:00Z,srv-db-1.corp.example,update of the database",
  ],
  scanners: ["host,ip,owner,schedule", `scan-1.corp.example,${servers.scanner},Security Operations,`],
} as const;

/** Writes the tables named as an organisation would export them, and imports them. */
export function importEstate(db: Database, folder: string, names: readonly InventoryName[], change: Change = {}): void {
  mkdirSync(folder, { recursive: true });
  const rowsOf = (name: InventoryName): readonly string[] =>
    name === "directory" ? directoryRows(change) : name === "cmdb" ? cmdbRows(change) : name === "dhcp" ? leaseRows(change) : lists[name];
  for (const name of names) {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, rowsOf(name).join("\n"));
    importInventory(db, name, path, `${name}.csv`);
  }
}
