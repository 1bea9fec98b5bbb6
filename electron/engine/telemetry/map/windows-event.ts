import { parseTime, type WrittenTime } from "../time-text.ts";

export type Fields = Readonly<Record<string, unknown>>;
export type WindowsProduct = "sysmon" | "security" | "powershell" | "other";

/** A Windows event, whatever wrapped it. */
export interface WindowsEvent {
  /** How the record was laid out, for the format's reason. */
  readonly shape: string;
  readonly eventId: number;
  readonly product: WindowsProduct;
  readonly provider: string;
  readonly channel: string | undefined;
  readonly host: string | undefined;
  readonly recordId: string | undefined;
  /** Time by the event log's clock. */
  readonly logTime: WrittenTime | undefined;
  /** Sysmon's own UtcTime. */
  readonly ownUs: number | undefined;
  /** The event's named data. */
  readonly data: Fields;
}

export const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === "string" && value !== "" && value !== "-") return value;
    if (typeof value === "number") return String(value);
  }
  return undefined;
}

export function toEventId(value: unknown): number | undefined {
  const raw = isFields(value) ? (value["#text"] ?? value["value"]) : value;
  const id = typeof raw === "number" ? raw : typeof raw === "string" && /^\d{1,6}$/.test(raw) ? Number(raw) : undefined;
  return id !== undefined && Number.isInteger(id) && id >= 0 ? id : undefined;
}

export function toWrittenTime(value: unknown): WrittenTime | undefined {
  return typeof value === "string" ? parseTime(value) : undefined;
}

function productOf(provider: string | undefined, channel: string | undefined, data: Fields): WindowsProduct {
  const name = (provider ?? channel ?? "").toLowerCase();
  if (name.includes("sysmon")) return "sysmon";
  if (name === "microsoft-windows-security-auditing" || (provider === undefined && name === "security")) return "security";
  if (name.startsWith("microsoft-windows-powershell") || name.startsWith("powershellcore")) return "powershell";
  const isBareSysmon = name === "" && typeof data["UtcTime"] === "string";
  return isBareSysmon ? "sysmon" : "other";
}

export interface EventParts {
  readonly shape: string;
  readonly eventId: unknown;
  readonly provider: unknown;
  readonly channel: unknown;
  readonly host: unknown;
  readonly recordId: unknown;
  readonly logTime: WrittenTime | undefined;
  readonly data: Fields;
}

export function toWindowsEvent(parts: EventParts): WindowsEvent | undefined {
  const eventId = toEventId(parts.eventId);
  if (eventId === undefined) return undefined;
  const provider = firstText(parts.provider);
  const channel = firstText(parts.channel);
  const product = productOf(provider, channel, parts.data);
  return {
    shape: parts.shape,
    eventId,
    product,
    provider: provider ?? channel ?? (product === "sysmon" ? "Sysmon" : "unknown provider"),
    channel,
    host: firstText(parts.host)?.toLowerCase(),
    recordId: firstText(parts.recordId),
    logTime: parts.logTime,
    ownUs: product === "sysmon" ? toWrittenTime(parts.data["UtcTime"])?.us : undefined,
    data: parts.data,
  };
}
