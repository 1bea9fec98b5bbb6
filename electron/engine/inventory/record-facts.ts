import { foldCase } from "../entities/identifier.ts";
import type { Kind } from "./columns.ts";
import { readCriticality, type Criticality } from "./criticality.ts";
import { readTimeUs } from "./read-time.ts";
import type { InventoryRecord } from "./record.ts";

/** Fields that make a row the same row in another version, best first. */
const keyFields: { readonly [K in Kind]: readonly (readonly string[])[] } = {
  directory: [["guid"], ["sid"], ["upn"], ["sam", "domain"], ["distinguishedName"]],
  cmdb: [["id"], ["assetTag"], ["serial"], ["fqdn"], ["name"]],
  idp: [["id"], ["deviceId"], ["upn"], ["mail"]],
  dhcp: [["ip", "mac", "hostName", "date", "time", "id"]],
  network: [["cidr", "zone"]],
  criticality: [["type", "name"]],
  changes: [
    ["ticket", "scope", "from"],
    ["scope", "from", "to"],
  ],
  scanners: [["ip", "host"]],
};

/** The columns of a row that are asked for by SQL. */
export interface RecordFacts {
  readonly key: string;
  readonly updatedUs: number | undefined;
  readonly owner: string | undefined;
  readonly supportGroup: string | undefined;
  readonly criticality: Criticality | undefined;
}

const ownerFields = ["owner", "ownedBy", "managedBy", "supportedBy"];

function recordKey(kind: Kind, { fields, rowNo }: InventoryRecord): string {
  const names = keyFields[kind].find(([first = ""]) => fields.has(first));
  if (names === undefined) return `row ${rowNo}`;
  return names
    .map((name) => foldCase(fields.get(name) ?? ""))
    .join(" ")
    .trim();
}

/** The person or group a row names as responsible: assigned to, else owned, managed or supported by. */
export const ownerIn = (fields: ReadonlyMap<string, string>): string | undefined =>
  ownerFields.map((field) => fields.get(field)).find((value) => value !== undefined);

export function recordFacts(kind: Kind, record: InventoryRecord): RecordFacts {
  return {
    key: recordKey(kind, record),
    updatedUs: readTimeUs(record.fields.get("updated") ?? ""),
    owner: ownerIn(record.fields),
    supportGroup: record.fields.get("supportGroup"),
    criticality: kind === "cmdb" || kind === "criticality" ? readCriticality(record) : undefined,
  };
}
