import { addressRange, canonicalIp, type AddressRange } from "../entities/address.ts";
import { canonicalHost } from "../entities/host.ts";
import { foldCase } from "../entities/identifier.ts";
import type { Kind } from "./columns.ts";
import { readTimeUs } from "./read-time.ts";
import type { InventoryRecord } from "./record.ts";

/** What a change window, a scanner or a zone covers: addresses by range, everything else by key. */
interface Scope {
  readonly keys: readonly string[];
  readonly ranges: readonly AddressRange[];
}

export const scopeAny = "scope:any";
const globPrefix = "scope:glob:";

/** A pattern of host names: `lon-*` covers every name that starts so. */
export const isGlobKey = (key: string): boolean => key.startsWith(globPrefix);

export function globFits(key: string, name: string): boolean {
  const parts = key.slice(globPrefix.length).split("*");
  const text = foldCase(name);
  const [first = "", ...rest] = parts;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    const found = i === rest.length - 1 ? (text.endsWith(part) ? Math.max(at, text.length - part.length) : -1) : text.indexOf(part, at);
    if (found < 0 || (i === rest.length - 1 && text.length - part.length < at)) return false;
    at = found + part.length;
  }
  return true;
}

function partScope(part: string): Scope {
  const text = foldCase(part);
  if (/^(?:\*|all|any|everything|global)$/.test(text)) return { keys: [scopeAny], ranges: [] };
  const range = addressRange(text);
  if (range !== undefined) return { keys: [], ranges: [range] };
  if (text.includes("*")) return { keys: [`${globPrefix}${text}`], ranges: [] };
  const host = canonicalHost(text);
  return { keys: host === undefined ? [] : [host.key, ...host.aliases.map((alias) => alias.key)], ranges: [] };
}

const fieldsOf: Partial<Record<Kind, readonly string[]>> = { network: ["cidr"], changes: ["scope"], scanners: ["ip", "host"] };

/** Names, addresses and ranges may stand in one cell, parted by commas, semicolons, bars or blanks. A window without a scope covers everything. */
export function scopeOf(kind: Kind, record: InventoryRecord): Scope {
  const texts = (fieldsOf[kind] ?? []).flatMap((field) => (record.fields.get(field) ?? "").split(/[\s,;|]+/)).filter((text) => text !== "");
  if (kind === "changes" && texts.length === 0) return { keys: [scopeAny], ranges: [] };
  const parts = texts.map(partScope);
  return { keys: [...new Set(parts.flatMap((part) => part.keys))], ranges: parts.flatMap((part) => part.ranges) };
}

/** Start and end of a change window, microseconds UTC, end exclusive. */
export function windowOf(record: InventoryRecord): { readonly fromUs: number; readonly toUs: number } | undefined {
  const fromUs = readTimeUs(record.fields.get("from") ?? "");
  const toUs = readTimeUs(record.fields.get("to") ?? "");
  return fromUs === undefined || toUs === undefined || toUs <= fromUs ? undefined : { fromUs, toUs };
}

/** Why a row of a list with scopes cannot be used, or undefined. */
export function scopeProblem(kind: Kind, record: InventoryRecord): string | undefined {
  if (kind === "changes" && windowOf(record) === undefined) return "no readable start and end, or the end is not after the start";
  if (fieldsOf[kind] === undefined) return undefined;
  const { keys, ranges } = scopeOf(kind, record);
  if (kind === "network") return ranges.length === 0 ? "not a network such as 10.20.0.0/16" : undefined;
  return keys.length + ranges.length === 0 ? "its scope names no host, address or network" : undefined;
}

export const ipRangeOf = (ip: string): AddressRange | undefined =>
  addressRange(canonicalIp(ip)?.key.split("|").at(-1)?.replace(/^ip:/, "") ?? ip);
