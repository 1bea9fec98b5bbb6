import { canonicalAccount, canonicalMail, canonicalUpn } from "../entities/account.ts";
import { canonicalMac } from "../entities/address.ts";
import { canonicalHost, dnsName, shortHostName } from "../entities/host.ts";
import { foldCase, isPlaceholder } from "../entities/identifier.ts";
import { canonicalSerial } from "../entities/process.ts";
import { canonicalSid } from "../entities/sid.ts";
import { classOf, personNameKey } from "../inventory/record-identifiers.ts";
import type { InventoryRecord } from "../inventory/record.ts";
import type { Exclusive, Facet, Family, RecordIdentifier, RecordKind, Weight } from "./resolution-record.ts";

const of = (key: string | undefined, family: Family, weight: Weight, exclusive: Exclusive = "no"): RecordIdentifier[] =>
  key === undefined ? [] : [{ key, family, weight, exclusive }];

const guidText = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/;

/** `guid:…` of a directory object. */
export function guidKey(text: string): string | undefined {
  const guid = guidText.exec(foldCase(text))?.[1];
  return guid === undefined || /^[0-]+$/.test(guid) ? undefined : `guid:${guid}`;
}

/** An identity provider's own id: a GUID is Entra's object id, which also speaks as a SID. */
export function cloudKey(text: string): string | undefined {
  const folded = foldCase(text);
  const guid = guidText.exec(folded)?.[1];
  if (guid !== undefined) return `account:entra:${guid}`;
  return isPlaceholder(folded) || folded.length > 200 ? undefined : `account:idp:${text.trim()}`;
}

export const employeeKey = (text: string): string | undefined => {
  const folded = foldCase(text);
  return isPlaceholder(folded) ? undefined : `person:employee:${folded}`;
};

const textOf = (record: InventoryRecord, field: string): string => record.fields.get(field) ?? "";

/** The DNS domain of a directory object, and whether the directory says so itself or only its UPN does. */
function domainOf(record: InventoryRecord): { readonly name: string; readonly isSaid: boolean } | undefined {
  const parts = [...textOf(record, "distinguishedName").matchAll(/(?:^|,)\s*DC=([^,]+)/gi)].map((match) => match[1] ?? "");
  const said = dnsName(parts.length > 0 ? parts.join(".") : textOf(record, "domain"));
  if (said?.includes(".") === true) return { name: said, isSaid: true };
  const suffix = dnsName(textOf(record, "upn").split("@").at(-1) ?? "");
  return suffix === undefined || !textOf(record, "upn").includes("@") ? undefined : { name: suffix, isSaid: false };
}

/** Dotted name of the domain a directory row lives in: what NetBIOS names of events are mapped to. */
export const directoryDomain = (record: InventoryRecord): string | undefined => domainOf(record)?.name;

/** Names of a login: with its domain it is the account, without it leads there when only one has it. */
function loginKeys(kind: RecordKind, record: InventoryRecord, isComputer: boolean): RecordIdentifier[] {
  const sam = textOf(record, "sam");
  if (isPlaceholder(sam)) return [];
  const scope = { accountClass: isComputer ? "computer" : "service" } as const;
  // An identity provider repeats the login of another system without its domain.
  const domain = kind === "idp" ? undefined : domainOf(record);
  const netbios = domain?.name.split(".")[0];
  const bare = isComputer ? undefined : canonicalAccount(sam, scope)?.key;
  const full = domain === undefined ? undefined : canonicalAccount(`${domain.name}\\${sam}`, scope)?.key;
  const short = netbios === undefined ? undefined : canonicalAccount(`${netbios}\\${sam}`, scope)?.key;
  return [
    ...of(bare, "name", "weak"),
    ...of(full, isComputer || domain?.isSaid !== true ? "netbios" : "nt", isComputer || domain?.isSaid !== true ? "medium" : "strong"),
    ...of(short === full ? undefined : short, "netbios", "medium"),
  ];
}

const objectKeys = (kind: RecordKind, record: InventoryRecord): RecordIdentifier[] => [
  ...of(canonicalSid(textOf(record, "sid"))?.key, "sid", "strong", "ever"),
  ...of(guidKey(textOf(record, "guid")), "guid", "strong", "ever"),
  ...of(kind === "idp" ? cloudKey(textOf(record, "id")) : undefined, "cloud", "strong", "ever"),
];

const upnKeys = (record: InventoryRecord): RecordIdentifier[] => of(canonicalUpn(textOf(record, "upn"))?.key, "upn", "strong");
const mailKeys = (record: InventoryRecord): RecordIdentifier[] => of(canonicalMail(textOf(record, "mail"))?.key, "mail", "medium");

/** Names of a human as people write them: `Alice Ng`, and the other way round when the row gives both parts. */
function personNames(record: InventoryRecord): string[] {
  const [given, surname] = [textOf(record, "givenName").trim(), textOf(record, "surname").trim()];
  const whole = given !== "" && surname !== "" ? [`${given} ${surname}`] : [];
  const shown = textOf(record, "displayName").trim();
  return [...new Set([...whole, ...(shown === "" ? [] : [shown])])];
}

const isHuman = (record: InventoryRecord): boolean => {
  const service = /service|gmsa|managed|shared|room|equipment/i;
  if (service.test(textOf(record, "objectClass")) || textOf(record, "sam").endsWith("$")) return false;
  if (employeeKey(textOf(record, "employeeId")) !== undefined) return true;
  return textOf(record, "givenName") !== "" && textOf(record, "surname") !== "";
};

function personFacet(record: InventoryRecord): Facet[] {
  if (!isHuman(record)) return [];
  const names = personNames(record);
  const [name] = names;
  const [department, manager] = [foldCase(textOf(record, "department")), foldCase(textOf(record, "manager"))];
  const who =
    name === undefined || department === "" || manager === "" ? undefined : `person:who:${foldCase(name)}|${department}|${manager}`;
  const phone = textOf(record, "phone").replaceAll(/[^0-9+]/g, "");
  return [
    {
      type: "person",
      label: name ?? textOf(record, "mail"),
      detail: [textOf(record, "title"), textOf(record, "department"), textOf(record, "office")].filter((part) => part !== "").join(", "),
      identifiers: sorted([
        ...of(employeeKey(textOf(record, "employeeId")), "employee", "strong", "at once"),
        ...mailKeys(record),
        ...of(who, "who", "medium"),
        ...names.flatMap((one) => of(personNameKey(one), "name", "weak")),
        ...of(phone.length < 6 ? undefined : `phone:${phone}`, "phone", "weak"),
      ]),
    },
  ];
}

function accountFacet(kind: RecordKind, record: InventoryRecord): Facet {
  const domain = kind === "idp" ? undefined : directoryDomain(record);
  const sam = textOf(record, "sam");
  const upn = textOf(record, "upn");
  return {
    type: "account",
    label: kind !== "idp" && sam !== "" ? sam : upn !== "" ? upn : textOf(record, "mail") || sam || textOf(record, "id"),
    detail: [personNames(record)[0], domain].filter((part) => part !== undefined).join(", "),
    identifiers: sorted([...objectKeys(kind, record), ...upnKeys(record), ...loginKeys(kind, record, false), ...mailKeys(record)]),
  };
}

const groupFacet = (kind: RecordKind, record: InventoryRecord): Facet => ({
  type: "group",
  label: textOf(record, "displayName") || textOf(record, "sam") || textOf(record, "id"),
  detail: directoryDomain(record) ?? "",
  identifiers: sorted([
    ...objectKeys(kind, record),
    ...loginKeys(kind, record, false).filter((one) => one.family !== "name"),
    ...of(groupNameKey(textOf(record, "displayName") || textOf(record, "sam")), "name", "weak"),
  ]),
});

/** A group by its bare name, or by the first name of its distinguished name. */
export function groupNameKey(text: string): string | undefined {
  const name = foldCase(/^CN=((?:\\.|[^,\\])+)/i.exec(text.trim())?.[1]?.replaceAll("\\", "") ?? text);
  return isPlaceholder(name) ? undefined : `group:name:${name}`;
}

/** Every name a host goes by. A short name leads to it when only one has it. */
export function hostNameKeys(name: string, domain?: string): RecordIdentifier[] {
  const host = canonicalHost(name, domain === undefined ? {} : { domain });
  if (host === undefined || host.type !== "host" || host.key.startsWith("self:")) return [];
  const short = shortHostName(host.key.replace(/^host:[a-z0-9]+:/, "").replace(/^.*\\/, ""));
  const family = host.key.startsWith("host:fqdn:") ? "fqdn" : host.strength === "medium" ? "netbios" : "name";
  const weight = family === "fqdn" ? "strong" : family === "netbios" ? "medium" : "weak";
  return [...of(host.key, family, weight), ...of(isPlaceholder(short) ? undefined : `host:name:${short}`, "name", "weak")];
}

const macKeys = (text: string): RecordIdentifier[] =>
  text.split(/[\s,;]+/).flatMap((one) => {
    const mac = canonicalMac(one);
    return mac === undefined ? [] : of(mac.key, "mac", mac.strength === "medium" ? "medium" : "weak");
  });

function hostFacet(kind: RecordKind, record: InventoryRecord): Facet {
  const directory = kind === "cmdb" ? [] : [...objectKeys(kind, record), ...loginKeys(kind, record, true)];
  const names = [
    textOf(record, "fqdn"),
    textOf(record, "dnsName"),
    textOf(record, "name"),
    kind === "cmdb" ? "" : textOf(record, "displayName"),
  ];
  const sam = textOf(record, "sam").replace(/\$$/, "");
  const [name = "", first = sam] = names.filter((one) => one !== "").toSorted((a, b) => b.split(".").length - a.split(".").length);
  const device = foldCase(textOf(record, "deviceId"));
  return {
    type: "host",
    label: foldCase(name || first),
    detail: ["role", "os", "department", "location"]
      .map((field) => textOf(record, field))
      .filter((part) => part !== "")
      .slice(0, 2)
      .join(", "),
    identifiers: sorted([
      ...directory.filter((one) => one.family !== "name"),
      ...names.flatMap((one) => hostNameKeys(one)),
      ...hostNameKeys(sam),
      ...of(isPlaceholder(device) ? undefined : `device:${device}`, "device", "strong", "ever"),
      ...of(agentKey(textOf(record, "agentId")), "agent", "strong", "ever"),
      ...of(canonicalSerial(textOf(record, "serial"))?.key, "serial", "strong", "at once"),
      ...macKeys(textOf(record, "mac")),
    ]),
  };
}

export const agentKey = (text: string): string | undefined => {
  const folded = foldCase(text).replaceAll(/[{}]/g, "");
  return isPlaceholder(folded) ? undefined : `agent:${folded}`;
};

function sorted(identifiers: readonly RecordIdentifier[]): RecordIdentifier[] {
  const byKey = new Map<string, RecordIdentifier>();
  for (const one of identifiers) if (!byKey.has(one.key)) byKey.set(one.key, one);
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** The things a row speaks of. A row that identifies nothing is no record. */
export function facetsOf(kind: RecordKind, record: InventoryRecord): Facet[] {
  const type = kind === "cmdb" ? "computer" : classOf(record);
  const facets =
    type === "computer"
      ? [hostFacet(kind, record)]
      : type === "group"
        ? [groupFacet(kind, record)]
        : [accountFacet(kind, record), ...personFacet(record)];
  return facets.filter((facet) => facet.identifiers.length > 0);
}
