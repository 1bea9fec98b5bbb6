import { invariant } from "../../../../shared/lib/invariant.ts";
import type { MappingFile } from "../../../../shared/contract/mappings.ts";
import { type ClockRule, fromEpoch, fromWritten, shift } from "../clock.ts";
import type { ClockSurvey } from "../clocks/clock-survey.ts";
import { toNumber } from "../map/zeek-mapping.ts";
import { parseTime, type WrittenTime } from "../time-text.ts";
import { compilePattern } from "./time-pattern.ts";
import { wallClockToUtc } from "./zone-offset.ts";

export type TimeReader = (cell: string) => number | undefined;

/** How the text of a time cell becomes a moment, before any clock rule; undefined for formats that count. */
export function writtenReader(time: MappingFile["time"]): ((cell: string) => WrittenTime | undefined) | undefined {
  if (time.format !== "iso" && time.format !== "pattern") return undefined;
  const toUtc = wallClockToUtc(time.zone);
  const inZone = (wallUs: number): WrittenTime => ({ us: toUtc(wallUs), zoned: time.zone !== "UTC" });
  if (time.format === "iso")
    return (cell) => {
      const written = parseTime(cell);
      return written === undefined || written.zoned ? written : inZone(written.us);
    };
  const read = compilePattern(time.pattern ?? "");
  invariant(typeof read !== "string", "a mapping's pattern was checked when it was parsed");
  return (cell) => {
    const found = read(cell);
    if (found === undefined) return undefined;
    return found.aheadUs === undefined ? inZone(found.wallUs) : { us: found.wallUs - found.aheadUs, zoned: true };
  };
}

/** Microseconds UTC of a time cell; undefined when it is no time of the mapping's format. */
export function timeReader(time: MappingFile["time"], clock: ClockRule): TimeReader {
  const written = writtenReader(time);
  if (written !== undefined)
    return (cell) => {
      const found = written(cell);
      return found === undefined ? undefined : fromWritten(found, clock);
    };
  return (cell) => {
    const number = toNumber(cell);
    if (number === undefined) return undefined;
    if (time.format === "epoch_s" || clock.kind === "epoch") return fromEpoch(number, clock);
    return shift(Math.round(time.format === "epoch_ms" ? number * 1000 : number), clock);
  };
}

const epochUnits = { epoch_s: "s", epoch_ms: "ms", epoch_us: "us" } as const;

/** What tells the survey of a file's clock what stands in its time cells. */
export function timeSurveyor(time: MappingFile["time"], clocks: ClockSurvey): (cell: string) => void {
  const hasZone = time.zone !== "UTC";
  if (time.format === "iso") return (cell) => clocks.wrote(cell, hasZone);
  if (time.format !== "pattern") {
    const unit = epochUnits[time.format];
    return (cell) => {
      const count = toNumber(cell);
      if (count !== undefined) clocks.counted(count, unit);
    };
  }
  const read = compilePattern(time.pattern ?? "");
  invariant(typeof read !== "string", "a mapping's pattern was checked when it was parsed");
  return (cell) => {
    const found = read(cell);
    if (found === undefined) return;
    const shown = new Date(Math.floor(found.wallUs / 1000)).toISOString();
    clocks.wrote(found.aheadUs === undefined ? shown.slice(0, -1) : shown, hasZone);
  };
}
