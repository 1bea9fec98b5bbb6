import type { EntityType } from "../../../shared/contract/entities.ts";
import type { Family, ResolutionRecord } from "./resolution-record.ts";
import { lastOverlap, type TimeSpan } from "./time-span.ts";

/** Rows that may be about one thing at most; more are taken for a value that says nothing. */
export const rowCap: { readonly [K in EntityType]: number } = { account: 25, host: 25, person: 40, group: 25 };

interface Holder {
  readonly value: string;
  readonly spans: readonly TimeSpan[];
}

/** The most different values of these families that records hold at one time. */
function concurrent(bearers: readonly ResolutionRecord[], families: readonly Family[]): number {
  const holders: Holder[] = bearers.flatMap((record) =>
    record.identifiers
      .filter((one) => families.includes(one.family))
      .map((one) => ({ value: `${one.family} ${one.key}`, spans: record.spans })),
  );
  let most = Math.min(1, holders.length);
  for (const one of holders) {
    const family = one.value.split(" ", 1)[0];
    const together = holders.filter((other) => other.value.startsWith(`${family} `) && lastOverlap(one.spans, other.spans) !== undefined);
    most = Math.max(most, new Set(together.map((other) => other.value)).size);
  }
  return most;
}

const rowsOf = (bearers: readonly ResolutionRecord[]): number => new Set(bearers.map((record) => record.row)).size;

const plural = (n: number, what: string): string => `${n} ${what} have it at once`;

/** Different devices of one source at one time: rows with serial numbers of their own, or with names of their own. */
const devices = (bearers: readonly ResolutionRecord[]): number =>
  Math.max(concurrent(bearers, ["agent", "sid", "guid", "device", "serial"]), concurrent(bearers, ["name"]));

/** How many of something may have a value of the family at once, and what they are called. */
const budgets: { readonly [K in Family]?: (bearers: readonly ResolutionRecord[]) => string | undefined } = {
  mac: (bearers) => over(devices(bearers), 1, "devices"),
  fqdn: (bearers) => over(concurrent(bearers, ["agent", "sid", "guid", "device"]), 1, "devices"),
  netbios: (bearers) => over(concurrent(bearers, ["agent", "sid", "guid", "device"]), 1, "objects"),
  nt: (bearers) => over(concurrent(bearers, ["sid", "guid"]), 1, "directory objects"),
  upn: (bearers) => over(concurrent(bearers, ["sid", "guid", "cloud"]), 1, "accounts"),
  mail: (bearers) => over(concurrent(bearers, ["employee"]), 1, "employees") ?? over(concurrent(bearers, ["sid", "guid"]), 1, "accounts"),
  serial: (bearers) => over(concurrent(bearers, ["name"]), 2, "hosts"),
  employee: (bearers) => over(concurrent(bearers, ["name"]), 6, "names"),
};

const over = (n: number, budget: number, what: string): string | undefined => (n > budget ? plural(n, what) : undefined);

/**
 * Why a value tells nobody from others, or undefined. Weak values merge nothing and are not judged. Only the records that bear the value are asked,
 * so the answer does not depend on the order in which they came.
 */
export function genericReason(type: EntityType, family: Family, bearers: readonly ResolutionRecord[]): string | undefined {
  if (family === "sid" || family === "guid" || bearers.length < 2) return undefined;
  const rows = rowsOf(bearers);
  if (rows > rowCap[type]) return `${rows} entries bear it, more than one ${type} can have`;
  return budgets[family]?.(bearers);
}
