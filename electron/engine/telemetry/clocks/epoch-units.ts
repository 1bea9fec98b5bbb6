import { earliestUs, latestUs } from "../time-text.ts";

export type EpochUnit = "s" | "ms" | "us" | "ns";

/** Units of one second. */
export const perSecond: Readonly<Record<EpochUnit, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };
export const unitNames: Readonly<Record<EpochUnit, string>> = { s: "seconds", ms: "milliseconds", us: "microseconds", ns: "nanoseconds" };

/** The one unit in which a count since 1970 lies between 1990 and 2100; undefined when there is none, as for seconds since a capture's start. */
export function unitOf(count: number): EpochUnit | undefined {
  const units: readonly EpochUnit[] = ["s", "ms", "us", "ns"];
  return units.find((unit) => {
    const us = (count / perSecond[unit]) * 1e6;
    return us >= earliestUs && us < latestUs;
  });
}
