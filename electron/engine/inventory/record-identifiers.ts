import { canonicalAccount, canonicalMail, canonicalUpn } from "../entities/account.ts";
import { canonicalIp, canonicalMac } from "../entities/address.ts";
import { canonicalHost, dnsName } from "../entities/host.ts";
import { foldCase, isPlaceholder, type Identifier } from "../entities/identifier.ts";
import { canonicalSerial } from "../entities/process.ts";
import { canonicalSid } from "../entities/sid.ts";
import type { Kind } from "./columns.ts";
import { leaseIp } from "./lease-events.ts";
import type { InventoryRecord } from "./record.ts";

type Found = Identifier | undefined;

/** The DNS domain an account lives in, from its distinguished name, its own column or its UPN. */
function accountDomain(record: InventoryRecord): string | undefined {
  const parts = [...(record.fields.get("distinguishedName") ?? "").matchAll(/(?:^|,)\s*DC=([^,]+)/gi)].map((match) => match[1] ?? "");
  if (parts.length > 0) return dnsName(parts.join("."));
  const domain = record.fields.get("domain");
  return domain === undefined ? dnsName(record.fields.get("upn")?.split("@").at(-1) ?? "") : dnsName(domain);
}

/** Keys without a host: the SAM name alone is weak, but leads to the row when only one holds it. */
function accountKeys(record: InventoryRecord): Found[] {
  const text = (field: string): string => record.fields.get(field) ?? "";
  const sam = text("sam");
  const isComputer = classOf(record) === "computer";
  const accountClass = isComputer ? ({ accountClass: "computer" } as const) : ({ accountClass: "service" } as const);
  const domain = accountDomain(record);
  const netbios = domain?.split(".")[0];
  return [
    canonicalSid(text("sid")),
    canonicalUpn(text("upn")),
    canonicalMail(text("mail")),
    sam === "" ? undefined : canonicalAccount(sam, accountClass),
    sam === "" || domain === undefined ? undefined : canonicalAccount(`${domain}\\${sam}`, accountClass),
    sam === "" || netbios === undefined || netbios === domain ? undefined : canonicalAccount(`${netbios}\\${sam}`, accountClass),
  ];
}

/** The key of a person's name: weak, since names repeat; it leads to a row only when one row has it. */
export const personNameKey = (name: string): string => `person:name:${foldCase(name).replaceAll(/\s+/g, " ")}`;

function personKeys(record: InventoryRecord): string[] {
  const employee = foldCase(record.fields.get("employeeId") ?? "");
  const whole = [record.fields.get("givenName"), record.fields.get("surname")].filter((part) => part !== undefined);
  const names = [record.fields.get("displayName"), whole.length === 2 ? whole.join(" ") : undefined];
  return [
    ...(isPlaceholder(employee) ? [] : [`person:employee:${employee}`]),
    ...names.filter((name) => name !== undefined).map(personNameKey),
  ];
}

/** A directory lists computers and groups beside people; a group's name is nobody's. */
export const classOf = (record: InventoryRecord): "person" | "computer" | "group" => {
  const text = record.fields.get("objectClass") ?? "";
  if (/computer|device/i.test(text) || record.fields.has("deviceId") || record.fields.has("dnsName")) return "computer";
  return /(?:^|[\W_])group(?:$|\W)/i.test(text) || record.fields.has("groupTypes") ? "group" : "person";
};

const computerKeys = (record: InventoryRecord): Found[] => [
  canonicalHost(record.fields.get("dnsName") ?? ""),
  canonicalHost((record.fields.get("sam") ?? record.fields.get("displayName") ?? "").replace(/\$$/, "")),
  canonicalSerial(record.fields.get("serial") ?? ""),
];

function directoryKeys(record: InventoryRecord): (Found | string)[] {
  const kind = classOf(record);
  const rest = kind === "person" ? personKeys(record) : kind === "computer" ? computerKeys(record) : [];
  return [...accountKeys(record), ...rest];
}

/** The entity a criticality list names, by its type or else by what it looks like. */
function listedKeys(record: InventoryRecord): Found[] {
  const type = (record.fields.get("type") ?? "").toLowerCase();
  const name = record.fields.get("name") ?? "";
  const isAccount = /user|account|person|identity/.test(type);
  const account = [canonicalSid(name), canonicalUpn(name), canonicalMail(name), canonicalAccount(name, { accountClass: "service" })];
  return isAccount ? account : [canonicalIp(name), canonicalSerial(/serial/.test(type) ? name : ""), canonicalHost(name)];
}

function hostKeys(record: InventoryRecord): Found[] {
  const text = (field: string): string => record.fields.get(field) ?? "";
  const macs = text("mac").split(/[\s,;]+/);
  const ips = text("ip").split(/[\s,;]+/);
  return [
    canonicalHost(text("fqdn")),
    canonicalHost(text("name")),
    canonicalSerial(text("serial")),
    ...macs.map(canonicalMac),
    ...ips.map((ip) => canonicalIp(ip)).filter((ip) => ip?.strength !== "never"),
  ];
}

function leaseKeys(record: InventoryRecord): Found[] {
  const ip = canonicalIp(leaseIp(record) ?? "");
  return [
    ip?.strength === "never" ? undefined : ip,
    canonicalMac(record.fields.get("mac") ?? ""),
    canonicalHost(record.fields.get("fqdn") ?? ""),
    canonicalHost(record.fields.get("hostName") ?? ""),
  ];
}

function networkKeys(record: InventoryRecord): string[] {
  const cidr = foldCase(record.fields.get("cidr") ?? "");
  return /^[0-9a-f.:]+\/\d{1,3}$/.test(cidr) ? [`net:${cidr}`] : [];
}

/** Every canonical key under which a row can be found, weaker aliases included, without repeats and in a fixed order. */
export function identifiersOf(kind: Kind, record: InventoryRecord): readonly string[] {
  const found: { readonly [K in Kind]: () => (Found | string)[] } = {
    directory: () => directoryKeys(record),
    idp: () => directoryKeys(record),
    cmdb: () => hostKeys(record),
    dhcp: () => leaseKeys(record),
    network: () => networkKeys(record),
    criticality: () => listedKeys(record),
    changes: () => [],
    scanners: () => [],
  };
  const keys = found[kind]().flatMap((one) => {
    if (one === undefined) return [];
    return typeof one === "string" ? [one] : [one.key, ...one.aliases.filter((alias) => alias.type === one.type).map((alias) => alias.key)];
  });
  return [...new Set(keys)];
}
