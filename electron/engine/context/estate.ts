import type { Database } from "../sqlite/database.ts";
import { readCriticality } from "../inventory/criticality.ts";
import { versionsAt } from "../inventory/lookup.ts";
import { readRowsAt, type IdentifiedRow } from "../inventory/read-rows-at.ts";
import { nodeId } from "../relations/node-id.ts";
import type { Access, Crown } from "./access-graph.ts";
import { type Member, type PeerIndex, toPeerIndex } from "./peer-group.ts";

/** One row of an inventory that somebody may be compared with. */
export interface EstateRow {
  /** The first of its identifiers: what peers are known by. */
  readonly key: string;
  readonly label: string;
  readonly kind: "host" | "account";
  readonly identifiers: readonly string[];
  /** What makes it alike others, in words. */
  readonly by: string;
}

/** What inventories say of everybody at once. Read whole and kept, since every context asks it. */
export interface Estate {
  rowOf(identifier: string): EstateRow | undefined;
  peersOf(row: EstateRow): ReturnType<PeerIndex["peersOf"]>;
  readonly crowns: readonly Crown[];
  /** Memberships and what groups administer. */
  readonly access: readonly Access[];
  /** Names of crowns and groups, by id. */
  readonly labels: ReadonlyMap<string, { readonly key: string; readonly kind: string; readonly label: string }>;
}

const field = (row: IdentifiedRow, name: string): string => (row.fields.get(name) ?? "").trim();
const trait = (name: string, text: string): string[] => (text === "" ? [] : [`${name}:${text.toLowerCase()}`]);

/** Distinguished names by their first part; otherwise what commas, semicolons or bars part. */
function groupsOf(text: string): string[] {
  const named = [...text.matchAll(/(?:^|[;|])\s*cn=([^,;|]+)/gi)].map((match) => match[1] ?? "");
  return (named.length > 0 ? named : text.split(/[;|,]/)).map((group) => group.trim().toLowerCase()).filter((group) => group !== "");
}

const subnetOf = (ip: string): string => (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(ip) ? ip.replace(/\.\d+$/, "") : "");

function toHost(row: IdentifiedRow): { row: EstateRow; member: Member } | undefined {
  const [key] = row.identifiers.filter((identifier) => identifier.startsWith("host:"));
  if (key === undefined) return undefined;
  const role = field(row, "role") === "" ? field(row, "class") : field(row, "role");
  const parts = [role, field(row, "os"), field(row, "department")];
  const traits = [
    ...trait("role", role),
    ...trait("os", field(row, "os")),
    ...trait("department", field(row, "department")),
    ...trait("subnet", subnetOf(field(row, "ip"))),
  ];
  const label = field(row, "name") === "" ? field(row, "fqdn") : field(row, "name");
  const by = parts.filter((part) => part !== "").join(", ");
  return { row: { key, label, kind: "host", identifiers: row.identifiers, by }, member: { key, traits } };
}

function toAccount(row: IdentifiedRow): { row: EstateRow; member: Member } | undefined {
  const [key] = row.identifiers.filter((identifier) => identifier.startsWith("account:"));
  if (key === undefined) return undefined;
  const groups = groupsOf(field(row, "groups"));
  const traits = [
    ...groups.map((group) => `group:${group}`),
    ...trait("department", field(row, "department")),
    ...trait("title", field(row, "title")),
    ...trait("manager", field(row, "manager")),
  ];
  const by = [field(row, "title"), field(row, "department"), groups.length === 0 ? "" : `${groups.length} groups`].filter(
    (part) => part !== "",
  );
  const label = [field(row, "displayName"), field(row, "sam"), field(row, "upn")].find((text) => text !== "") ?? key;
  return { row: { key, label, kind: "account", identifiers: row.identifiers, by: by.join(", ") }, member: { key, traits } };
}

/** Groups whose members administer every domain controller, as Windows sets them up. */
const domainAdmins = /^(?:domain admins|enterprise admins|schema admins|administrators)$/;

function readEstate(db: Database, atUs: number): Estate {
  const cmdb = readRowsAt(db, "cmdb", atUs);
  const directory = readRowsAt(db, "directory", atUs);
  const hosts = cmdb.map(toHost).filter((one) => one !== undefined);
  const accounts = directory.map(toAccount).filter((one) => one !== undefined);
  const rows = new Map<string, EstateRow>();
  for (const { row } of [...hosts, ...accounts])
    for (const identifier of row.identifiers) if (!rows.has(identifier)) rows.set(identifier, row);
  const labels = new Map<string, { key: string; kind: string; label: string }>();
  const name = (key: string, kind: string, label: string): string => {
    const id = nodeId(key);
    if (!labels.has(id)) labels.set(id, { key, kind, label });
    return id;
  };
  const crowns: Crown[] = [];
  const controllers: string[] = [];
  for (const row of [...readRowsAt(db, "criticality", atUs), ...cmdb]) {
    const level = readCriticality({ rowNo: row.rowNo, fields: row.fields }) ?? 0;
    const keys = row.identifiers.filter((identifier) => /^(?:host|account):/.test(identifier));
    const label = rows.get(keys[0] ?? "")?.label ?? field(row, "name");
    const ids = keys.map((key) => name(key, key.split(":")[0] ?? "", label === "" ? key : label));
    if (level >= 3) crowns.push(...ids.map((id) => ({ id, level })));
    if (/domain controller/i.test(`${field(row, "role")} ${field(row, "class")}`)) controllers.push(...ids);
  }
  const access: Access[] = [];
  const admin = new Set<string>();
  for (const { row, member } of accounts)
    for (const group of member.traits
      .filter((one) => one.startsWith("group:"))
      .filter((one) => domainAdmins.test(one.slice("group:".length)))) {
      admin.add(name(group, "group", group.slice("group:".length)));
      for (const identifier of row.identifiers.filter((one) => one.startsWith("account:")))
        access.push({ src: name(identifier, "account", row.label), dst: nodeId(group), relation: "member of" });
    }
  for (const src of admin) access.push(...controllers.map((dst) => ({ src, dst, relation: "administers" })));
  const indexes = { host: toPeerIndex(hosts.map(({ member }) => member)), account: toPeerIndex(accounts.map(({ member }) => member)) };
  return { rowOf: (identifier) => rows.get(identifier), peersOf: (row) => indexes[row.kind].peersOf(row.key), crowns, access, labels };
}

const kept = new WeakMap<Database, Map<string, Estate>>();
/** Cases lie on both sides of an inventory's arrival, or of some. */
const mostKept = 4;

/** The estate as known at a moment; those of the versions asked for last are kept. */
export function estateAt(db: Database, atUs: number): Estate {
  const versions = JSON.stringify(versionsAt(db, atUs).map((version) => version.id));
  const known = kept.get(db) ?? new Map<string, Estate>();
  kept.set(db, known);
  const estate = known.get(versions) ?? readEstate(db, atUs);
  known.delete(versions);
  known.set(versions, estate);
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
  return estate;
}
