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

const maxLength = 96;

/**
 * Text out of telemetry made safe to show: control, zero-width and direction characters become a visible mark, and long text keeps its
 * beginning and end.
 */
export function displayText(text: string, length = maxLength): string {
  const clean = text.slice(0, 4096).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, "\u00b7");
  if (clean.length <= length) return clean;
  const head = Math.ceil((length - 1) * 0.6);
  return `${clean.slice(0, head)}\u2026${clean.slice(clean.length - (length - 1 - head))}`;
}

/** The last part of a path in either style. */
export const baseName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
