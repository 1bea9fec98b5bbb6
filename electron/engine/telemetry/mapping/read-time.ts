import { invariant } from "../../../../shared/lib/invariant.ts";
import type { MappingFile } from "../../../../shared/contract/mappings.ts";
import { type ClockRule, fromEpoch, fromWritten, shift } from "../clock.ts";
import type { ClockSurvey } from "../clocks/clock-survey.ts";
import { toNumber } from "../map/zeek-mapping.ts";
import { parseTime, type WrittenTime } from "../time-text.ts";
import { compilePattern } from "./time-pattern.ts";
import { wallClockToUtc } from "./zone-offset.ts";

export type TimeReader = (cell: string) => number | undefined;

type Written = (cell: string) => WrittenTime | undefined;

const hourUs = 3_600_000_000;

/** What a pattern reads, told to the survey of the file's clock as it stands there. */
function patternReader(time: MappingFile["time"], clocks: ClockSurvey | undefined): Written {
  const toUtc = wallClockToUtc(time.zone);
  const hasZone = time.zone !== "UTC";
  const read = compilePattern(time.pattern ?? "");
  invariant(typeof read !== "string", "a mapping's pattern was checked when it was parsed");
  return (cell) => {
    const found = read(cell);
    if (found === undefined) return undefined;
    const { wallUs, aheadUs } = found;
    clocks?.wroteTime(wallUs - (aheadUs ?? 0), Math.floor(wallUs / hourUs) % 24, aheadUs !== undefined || hasZone);
    return aheadUs === undefined ? { us: toUtc(wallUs), zoned: hasZone } : { us: wallUs - aheadUs, zoned: true };
  };
}

function isoReader(time: MappingFile["time"], clocks: ClockSurvey | undefined): Written {
  const toUtc = wallClockToUtc(time.zone);
  const hasZone = time.zone !== "UTC";
  return (cell) => {
    clocks?.wrote(cell, hasZone);
    const written = parseTime(cell);
    return written === undefined || written.zoned ? written : { us: toUtc(written.us), zoned: hasZone };
  };
}

/** How the text of a time cell becomes a moment, before any clock rule; undefined for formats that count. */
export function writtenReader(time: MappingFile["time"], clocks?: ClockSurvey): Written | undefined {
  if (time.format === "iso") return isoReader(time, clocks);
  return time.format === "pattern" ? patternReader(time, clocks) : undefined;
}

const epochUnits = { epoch_s: "s", epoch_ms: "ms", epoch_us: "us" } as const;

/** Microseconds UTC of a time cell; undefined when it is no time of the mapping's format. `clocks` is told what stands there. */
export function timeReader(time: MappingFile["time"], clock: ClockRule, clocks: ClockSurvey): TimeReader {
  const written = writtenReader(time, clocks);
  if (written !== undefined)
    return (cell) => {
      const found = written(cell);
      return found === undefined ? undefined : fromWritten(found, clock);
    };
  const { format } = time;
  invariant(format !== "iso" && format !== "pattern", "what is written has a reader");
  return (cell) => {
    const count = toNumber(cell);
    if (count === undefined) return undefined;
    clocks.counted(count, epochUnits[format]);
    if (format === "epoch_s" || clock.kind === "epoch") return fromEpoch(count, clock);
    return shift(Math.round(format === "epoch_ms" ? count * 1000 : count), clock);
  };
}
