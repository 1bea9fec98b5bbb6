import { displayText } from "../../../shared/lib/display-text.ts";

export { baseName, displayText } from "../../../shared/lib/display-text.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (n: number): string => String(n).padStart(2, "0");

/** `09:42`, UTC. */
export function clock(us: number): string {
  const date = new Date(us / 1000);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `22 Mar 2026 09:42 UTC`. */
export function stamp(us: number): string {
  const date = new Date(us / 1000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()} ${clock(us)} UTC`;
}

/** `22 Mar 09:42`, UTC, where the year goes without saying. */
export function dayClock(us: number): string {
  const date = new Date(us / 1000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""} ${clock(us)}`;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** `a, b and 3 more`. */
export function listed(values: readonly string[], shown = 3): string {
  if (values.length <= shown) return values.join(", ");
  return `${values.slice(0, shown).join(", ")} and ${values.length - shown} more`;
}

export const percent = (share: number): string => `${share >= 0.995 && share < 1 ? ">99" : (share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** `2.1 kB`; decimal, as network tools count. */
export function byteSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** As many of the parts as fit, and how many did not; the first is cut when even it is too long. */
export const fitted = (parts: readonly string[], length: number, separator = ", "): string =>
  fittedOf(parts.length, (i) => parts[i] ?? "", length, separator);

/** The same of parts that take long to name: only those that may fit are. */
export function fittedOf(count: number, partOf: (i: number) => string, length: number, separator = ", "): string {
  const parts = count === 0 ? [""] : [partOf(0)];
  let width = parts[0]?.length ?? 0;
  while (parts.length < count && width <= length) {
    const part = partOf(parts.length);
    parts.push(part);
    width += separator.length + part.length;
  }
  for (let n = parts.length; n > 1; n -= 1) {
    const rest = count - n;
    const text = `${parts.slice(0, n).join(separator)}${rest === 0 ? "" : ` and ${rest} more`}`;
    if (text.length <= length) return text;
  }
  const more = count > 1 ? ` and ${count - 1} more` : "";
  return `${cutAtWord(parts[0] ?? "", length - more.length)}${more}`;
}

/** Text that keeps its beginning, cut between words where it can be. */
export function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length - 1);
  const space = head.lastIndexOf(" ");
  return `${(space > length / 2 ? head.slice(0, space) : head).replace(/[\s,;:·]+$/, "")}\u2026`;
}

/** A host as people call it: the first part of its full name. */
export const shortHost = (name: string): string => (/^[\d.]+$/.test(name) || name.includes(":") ? name : (name.split(".")[0] ?? name));

/** What a command line says beyond the program itself, which its node already names. */
export function commandHead(line: string | null | undefined): string {
  const text = displayText((line ?? "").trim(), 400);
  return text.replace(/^(?:"[^"]*"|\S+)\s*/, "").trim();
}
