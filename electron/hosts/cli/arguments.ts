import { type Command, InvalidArgumentError } from "commander";
import { maxAuditShare } from "../../../shared/domain/blind.ts";

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) throw new InvalidArgumentError("expected a whole number above 0");
  return value;
}

/** A number of days, or `all`. */
export const keptDays = (text: string): number | "all" => (text === "all" ? text : positiveInteger(text));

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError("expected a whole number");
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("expected a number above 0");
  return value;
}

function shareUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= 0 && value <= most)) throw new InvalidArgumentError(`expected a share from 0 to ${most}`);
    return value;
  };
}

/** A share that audit items may have of a run's queue. */
export const auditShareOf = shareUpTo(maxAuditShare);
export const shareOf = shareUpTo(1);

/** An ISO 8601 date or date-time to microseconds; without an offset it is UTC. */
export function timeUs(text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const [, date = "", time = "00:00", fraction = "", offset = "Z"] = match ?? [];
  const ms = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${offset}`);
  if (match === null || Number.isNaN(ms) || !isCalendarDate(date))
    throw new InvalidArgumentError("expected a time such as 2024-05-01 or 2024-05-01T13:00:00Z");
  return ms * 1000 + Number(fraction.padEnd(6, "0"));
}

/** The platform takes 31 February for 2 March. */
const isCalendarDate = (date: string): boolean => {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
};

/** Ends the command as used badly when `--to` does not come after `--from`. */
export function requireTimeOrder(
  command: Command,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): void {
  if (from !== undefined && to !== undefined && to <= from) command.error("error: --to must be later than --from");
}

/** `MODEL@VERSION` as promote takes it. */
export function modelVersion(text: string): { model: string; version: string } {
  const [model = "", version = "", ...rest] = text.split("@");
  if (model === "" || version === "" || rest.length > 0) throw new InvalidArgumentError("expected MODEL@VERSION");
  return { model, version };
}
