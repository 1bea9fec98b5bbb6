import { AppError } from "../../../shared/contract/errors.ts";
import { perSecond } from "./clocks/epoch-units.ts";
import { parseTime, type WrittenTime } from "./time-text.ts";

/**
 * How the times of a source are to be understood. `declared`: as written; text without a zone is UTC, and a Windows capture
 * whose event log disagrees with Sysmon's own UTC clock is shifted as a whole (see windows-clock.ts). `utc`: as written,
 * never shifted. `offset:+HH:MM` (or with seconds): the source's clock shows UTC plus this. `start:<ISO time>`: numbers count seconds from
 * that moment. `epoch:s|ms|us|ns`: numbers count that unit since 1970. `sysmon-utctime`: every Sysmon record has the time of its
 * own UtcTime.
 */
export type ClockRule =
  | { readonly kind: "declared" | "utc" | "sysmon-utctime"; readonly text: string }
  | { readonly kind: "offset"; readonly text: string; readonly offsetUs: number }
  | { readonly kind: "start"; readonly text: string; readonly startUs: number }
  | { readonly kind: "epoch"; readonly text: string; readonly perSecond: number };

const secondUs = 1_000_000;

export function parseClockRule(text: string): ClockRule {
  if (text === "declared" || text === "utc" || text === "sysmon-utctime") return { kind: text, text };
  const offset = /^offset:([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  const hours = Number(offset?.[2]);
  const minutes = Number(offset?.[3]);
  const seconds = Number(offset?.[4] ?? 0);
  if (hours < 24 && minutes < 60 && seconds < 60)
    return { kind: "offset", text, offsetUs: (offset?.[1] === "-" ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) * secondUs };
  const unit = /^epoch:(s|ms|us|ns)$/.exec(text)?.[1];
  if (unit === "s" || unit === "ms" || unit === "us" || unit === "ns") return { kind: "epoch", text, perSecond: perSecond[unit] };
  const start = text.startsWith("start:") ? parseTime(text.slice("start:".length)) : undefined;
  if (start !== undefined) return { kind: "start", text, startUs: start.us };
  throw new AppError("bad-input", `the clock rule "${text}" is not understood`, {
    field: "clock",
    hint: "declared, utc, offset:+HH:MM, start:<ISO time>, epoch:s|ms|us|ns or sysmon-utctime",
  });
}

/** Seconds, or with 1e11 and more milliseconds (Zeek's JSON::TS_MILLIS), since 1970 or since the rule's start. */
export function fromEpoch(value: number, rule: ClockRule): number {
  if (rule.kind === "epoch") return Math.round((value / rule.perSecond) * 1_000_000);
  return shift(Math.round(value * (Math.abs(value) >= 1e11 ? 1000 : 1_000_000)), rule);
}

/** A number of microseconds since 1970 as the source counts them. */
export function shift(us: number, rule: ClockRule): number {
  if (rule.kind === "offset") return us - rule.offsetUs;
  return rule.kind === "start" ? us + rule.startUs : us;
}

/** A time written as text; an offset counts from what stands there, and `utc` takes it as it stands. */
export function fromWritten(time: WrittenTime, rule: ClockRule): number {
  if (rule.kind === "offset") return time.us - (time.inferredUs ?? 0) - rule.offsetUs;
  return rule.kind === "utc" ? time.us - (time.inferredUs ?? 0) : time.us;
}
