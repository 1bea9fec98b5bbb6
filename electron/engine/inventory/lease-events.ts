import { canonicalIp, canonicalMac, isAddress } from "../entities/address.ts";
import { canonicalHost } from "../entities/host.ts";
import { type ClockRule, fromEpoch, fromWritten, parseClockRule } from "../telemetry/clock.ts";
import type { LeaseEvent } from "./lease-intervals.ts";
import { readTimeUs } from "./read-time.ts";
import type { InventoryRecord } from "./record.ts";

/** How the lease rows of one file are to be read. */
export interface LeaseReading {
  readonly clock: ClockRule;
  /** For logs that do not tell a lease's length, microseconds. */
  readonly leaseUs: number | undefined;
  /** Network zone of rows that name none. */
  readonly zone: string;
}

export const leaseReading = (options: {
  clock?: string | undefined;
  leaseSeconds?: number | undefined;
  zone?: string | undefined;
}): LeaseReading => ({
  clock: parseClockRule(options.clock ?? "declared"),
  leaseUs: options.leaseSeconds === undefined ? undefined : options.leaseSeconds * 1e6,
  zone: options.zone ?? "",
});

type Message = LeaseEvent["message"] | "nothing";

const maxLeaseUs = 366 * 86_400_000_000;

/** Audit log event ids of Windows DHCP Server that say something about a lease; the rest is DNS updates and housekeeping. */
const windowsMessages: Readonly<Record<string, Message>> = {
  "10": "ack",
  "11": "renew",
  "12": "release",
  "16": "release",
  "17": "expire",
  "18": "expire",
  "20": "ack",
  "21": "ack",
};

function zeekMessage(text: string): Message {
  const last = [...text.toLowerCase().matchAll(/\b(?:ack|nak|decline|release)\b/g)].at(-1)?.[0];
  if (last === "ack") return /\binform\b/i.test(text) && !/\brequest\b/i.test(text) ? "renew" : "ack";
  if (last === "release" || last === "decline") return "release";
  return "nothing";
}

function messageOf(record: InventoryRecord): Message {
  const { fields } = record;
  const id = fields.get("id")?.replace(/^0+(?=\d)/, "");
  if (fields.has("date") && id !== undefined) return windowsMessages[id] ?? "nothing";
  const state = fields.get("state")?.toLowerCase();
  if (state !== undefined) return /^(?:active|free|released|expired)$/.test(state) ? "ack" : "nothing";
  const text = fields.get("messages");
  if (text === undefined) return "ack";
  if (/\b(?:discover|offer|request|ack|nak|decline|inform)\b/i.test(text)) return zeekMessage(text);
  if (/\brelease/i.test(text)) return "release";
  if (/\bexpire/i.test(text)) return "expire";
  if (/\brenew/i.test(text)) return "renew";
  return /\bassign|\blease\b|\bgrant/i.test(text) ? "ack" : "nothing";
}

export const leaseIp = (record: InventoryRecord): string | undefined => record.fields.get("ip") ?? record.fields.get("clientIp");

/** `03/01/26` and `06:00:48` of a Windows audit log, in the server's own time. */
function windowsTime(date: string, time: string): { readonly us: number; readonly zoned: boolean } | undefined {
  const match = /^(\d\d)\/(\d\d)\/(\d\d|\d{4}) (\d\d:\d\d:\d\d)$/.exec(`${date} ${time}`);
  if (match === null) return undefined;
  const [, month = "", day = "", year = "", clock = ""] = match;
  const us = readTimeUs(`${year.length === 2 ? `20${year}` : year}-${month}-${day}T${clock}Z`);
  return us === undefined ? undefined : { us, zoned: false };
}

/** A time as the file's clock rule reads it. Numbers from the start of a capture need the rule `start:`. */
function timeOf(text: string, rule: ClockRule): number | undefined {
  const trimmed = text.trim();
  if (rule.kind === "start" && /^\d{1,9}(?:\.\d+)?$/.test(trimmed)) return fromEpoch(Number(trimmed), rule);
  const us = readTimeUs(trimmed);
  if (us === undefined || rule.kind !== "offset") return us;
  return /^\d+(?:\.\d+)?$/.test(trimmed) || /(?:Z|UTC|[+-]\d{2}:?\d{2})$/i.test(trimmed) ? us : fromWritten({ us, zoned: false }, rule);
}

export function startOf(record: InventoryRecord, rule: ClockRule): number | undefined {
  const { fields } = record;
  const time = fields.get("time") ?? "";
  const date = fields.get("date");
  if (date === undefined) return timeOf(time, rule);
  const written = windowsTime(date, time);
  return written === undefined ? undefined : fromWritten(written, rule);
}

function endOf(record: InventoryRecord, fromUs: number, reading: LeaseReading): number | undefined {
  const written = record.fields.get("end") ?? "";
  if (written.trim() === "never") return fromUs + maxLeaseUs;
  const end = timeOf(written, reading.clock);
  if (end !== undefined && end > fromUs) return Math.min(end, fromUs + maxLeaseUs);
  const seconds = Number(record.fields.get("leaseSeconds") ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds > 0) return fromUs + Math.min(Math.round(seconds * 1e6), maxLeaseUs);
  return reading.leaseUs === undefined ? undefined : fromUs + reading.leaseUs;
}

export interface ZonedLeaseEvent extends LeaseEvent {
  readonly zone: string;
  readonly ip: string;
}

const plainKey = (key: string | undefined, prefix: string): string | undefined => key?.slice(prefix.length);

/** What a row says of an address; undefined for rows that open and close nothing. */
export function toLeaseEvent(inventory: string, record: InventoryRecord, reading: LeaseReading): ZonedLeaseEvent | undefined {
  const message = messageOf(record);
  const ip = plainKey(canonicalIp(leaseIp(record) ?? "")?.key, "ip:");
  const atUs = startOf(record, reading.clock);
  if (message === "nothing" || ip === undefined || atUs === undefined) return undefined;
  const { fields } = record;
  const mac = plainKey(canonicalMac(fields.get("mac") ?? "")?.key, "mac:");
  const hostName = fields.get("fqdn") ?? fields.get("hostName");
  const device = mac === undefined ? (canonicalHost(hostName ?? "")?.key ?? "") : `mac:${mac}`;
  if (device === "" && (message === "ack" || message === "renew")) return undefined;
  const base = { inventory, rowNo: record.rowNo, zone: fields.get("zone") ?? reading.zone, ip, device, mac, hostName };
  const isClosing = message === "release" || message === "expire";
  return { ...base, atUs, message, endUs: isClosing ? undefined : endOf(record, atUs, reading) };
}

/** Why a row of a lease file cannot be used, or undefined. */
export function leaseProblem(record: InventoryRecord, reading: LeaseReading): string | undefined {
  const time = record.fields.get("time");
  const isSilent = messageOf(record) === "nothing";
  if (time === undefined) return isSilent && record.fields.has("date") ? undefined : "no time";
  if (startOf(record, reading.clock) === undefined) return `unreadable time ${time.slice(0, 40)}`;
  if (isSilent) return undefined;
  const ip = leaseIp(record);
  if (ip === undefined) return messageOf(record) === "ack" ? "no address" : undefined;
  if (!isAddress(ip)) return `not an address: ${ip.slice(0, 40)}`;
  const mac = record.fields.get("mac");
  if (mac === undefined && !record.fields.has("hostName")) return "neither MAC nor host name";
  return mac !== undefined && canonicalMac(mac) === undefined && !record.fields.has("hostName")
    ? `not a MAC address: ${mac.slice(0, 40)}`
    : undefined;
}
