import { canonicalMac } from "../entities/address.ts";
import { readTimeUs } from "./read-time.ts";
import type { InventoryRecord } from "./record.ts";

interface Binding {
  readonly rowNo: number;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
}

/** What an observation without a lease time is good for. */
const observedUs = 3_600_000_000;
const maxLeaseUs = 366 * 86_400_000_000;

type Message = "ack" | "release" | "nothing";

function messageOf(record: InventoryRecord): Message {
  const text = record.fields.get("messages")?.toLowerCase();
  if (text === undefined || text === "") return "ack";
  if (/\back\b|\brenew|\bassign|\blease\b/.test(text)) return "ack";
  return /\brelease/.test(text) ? "release" : "nothing";
}

export const leaseIp = (record: InventoryRecord): string | undefined => record.fields.get("ip") ?? record.fields.get("clientIp");

function leaseEnd(record: InventoryRecord, fromUs: number): number {
  const end = readTimeUs(record.fields.get("end") ?? "");
  if (end !== undefined && end > fromUs) return end;
  const seconds = Number(record.fields.get("leaseSeconds") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? fromUs + Math.min(Math.round(seconds * 1e6), maxLeaseUs) : fromUs + observedUs;
}

interface Seen {
  readonly record: InventoryRecord;
  readonly fromUs: number;
  readonly message: Message;
}

/**
 * Half-open intervals in which an address was held. A lease ends at its end exactly, or earlier when the address is released or acknowledged
 * again: a renewal goes on as the next interval, another device takes over. Offers and refusals open nothing.
 */
export function bindLeases(records: readonly InventoryRecord[]): readonly Binding[] {
  const byIp = new Map<string, Seen[]>();
  for (const record of records) {
    const ip = leaseIp(record);
    const fromUs = readTimeUs(record.fields.get("time") ?? "");
    if (ip === undefined || fromUs === undefined) continue;
    const seen = byIp.get(ip);
    const entry = { record, fromUs, message: messageOf(record) };
    if (seen === undefined) byIp.set(ip, [entry]);
    else seen.push(entry);
  }
  return [...byIp.values()].flatMap(bindAddress).toSorted((a, b) => a.rowNo - b.rowNo);
}

function bindAddress(seen: readonly Seen[]): Binding[] {
  const ordered = seen
    .filter((entry) => entry.message !== "nothing")
    .toSorted((a, b) => a.fromUs - b.fromUs || a.record.rowNo - b.record.rowNo);
  return ordered.flatMap((entry, i) => {
    if (entry.message !== "ack") return [];
    const next = ordered[i + 1]?.fromUs ?? Number.POSITIVE_INFINITY;
    const toUs = Math.min(leaseEnd(entry.record, entry.fromUs), next);
    return toUs > entry.fromUs ? [{ rowNo: entry.record.rowNo, fromUs: entry.fromUs, toUs }] : [];
  });
}

/** Why a row of a lease file cannot be used, or undefined. */
export function leaseProblem(record: InventoryRecord, isIp: (text: string) => boolean): string | undefined {
  const time = record.fields.get("time");
  if (time === undefined) return "no time";
  if (readTimeUs(time) === undefined) return `unreadable time ${time.slice(0, 40)}`;
  const ip = leaseIp(record);
  if (ip === undefined) return messageOf(record) === "ack" ? "no address" : undefined;
  if (!isIp(ip)) return `not an address: ${ip.slice(0, 40)}`;
  const mac = record.fields.get("mac");
  if (mac === undefined && !record.fields.has("hostName")) return "neither MAC nor host name";
  return mac !== undefined && canonicalMac(mac) === undefined && !record.fields.has("hostName")
    ? `not a MAC address: ${mac.slice(0, 40)}`
    : undefined;
}
