import { compareText } from "../../../../shared/lib/compare-text.ts";
import { canonicalMac } from "../address.ts";
import { dnsName, shortHostName } from "../host.ts";
import { foldCase, isPlaceholder } from "../identifier.ts";
import { canonicalSerial } from "../process.ts";
import type { LinkageRecord } from "./comparison-set.ts";

/** What an inventory says of one thing: our field names, the source's text. */
export interface InventoryRow {
  readonly id: string;
  readonly source: string;
  readonly fields: ReadonlyMap<string, string>;
}

const letters = (text: string): string => text.normalize("NFD").replaceAll(/[^\p{L}]/gu, "");
const netbiosLength = 15;

/** Longer texts name nothing; comparing them would only cost time. */
const longest = 200;

function textOf({ fields }: InventoryRow, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = foldCase(fields.get(name) ?? "");
    if (!isPlaceholder(text) && text.length <= longest) return text;
  }
  return undefined;
}

/** "Ng, Alice" and "Alice Ng" as given name and surname. */
function namesOf(row: InventoryRow): { readonly given: string | undefined; readonly surname: string | undefined } {
  const [given, surname] = [textOf(row, "givenName"), textOf(row, "surname")];
  if (given !== undefined || surname !== undefined) return { given, surname };
  const shown = textOf(row, "displayName") ?? "";
  const comma = /^([^,]+),\s*([^,(]+)/.exec(shown);
  const words = comma === null ? /^(\S+)\s+(?:\S+\s+)*?(\S+)$/.exec(shown) : null;
  return comma === null ? { given: words?.[1], surname: words?.[2] } : { given: comma[2]?.trim(), surname: comma[1]?.trim() };
}

/** A row of a directory or an identity provider as the person comparison set reads it. */
export function toPersonRecord(row: InventoryRow): LinkageRecord {
  const { given, surname } = namesOf(row);
  const mail = textOf(row, "mail");
  const local = letters((mail ?? textOf(row, "upn") ?? "").split("@")[0] ?? "");
  const phone = textOf(row, "phone")?.replaceAll(/\D/g, "").slice(-9);
  return {
    id: row.id,
    source: row.source,
    fields: {
      given,
      surname,
      full_name: given === undefined || surname === undefined ? undefined : `${given} ${surname}`,
      local: local.length < 3 ? undefined : local,
      mail,
      sam: textOf(row, "sam"),
      employee: textOf(row, "employeeId"),
      department: textOf(row, "department"),
      job: textOf(row, "title"),
      manager: textOf(row, "manager"),
      phone: phone === undefined || phone.length < 5 ? undefined : phone,
      place: textOf(row, "office"),
    },
  };
}

function macsOf(row: InventoryRow): string | undefined {
  const found = (textOf(row, "mac") ?? "").split(/[\s,;]+/).map((text) => canonicalMac(text));
  const usable = found.flatMap((mac) => (mac?.strength === "strong" || mac?.strength === "medium" ? [mac.key] : []));
  return usable.length === 0 ? undefined : [...new Set(usable)].toSorted(compareText).join(" ");
}

/** A computer of a configuration database or a directory as the host comparison set reads it. */
export function toHostRecord(row: InventoryRow): LinkageRecord {
  const named = textOf(row, "fqdn", "dnsName", "name") ?? textOf(row, "sam", "displayName")?.replace(/\$$/, "");
  const name = named === undefined ? undefined : dnsName(named);
  const short = name === undefined ? undefined : shortHostName(name);
  const serial = canonicalSerial(row.fields.get("serial") ?? "");
  return {
    id: row.id,
    source: row.source,
    fields: {
      fqdn: name?.includes(".") === true ? name : undefined,
      short,
      netbios: short?.slice(0, netbiosLength),
      digits: /\d{2,}/.test(short ?? "") ? short?.replaceAll(/\D/g, "").slice(-4) : undefined,
      stem: short?.replaceAll(/\d/g, ""),
      mac: macsOf(row),
      serial: serial === undefined || serial.strength === "never" ? undefined : serial.key,
      os: textOf(row, "os"),
      model: textOf(row, "model"),
      owner: textOf(row, "owner", "manager"),
      site: textOf(row, "location", "office"),
    },
  };
}
