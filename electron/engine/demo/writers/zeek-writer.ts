import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { localTime, minuteUs, sites, type DayWindow } from "../world/calendar.ts";
import { logNames, type ZeekDay, type ZeekLine } from "../network/zeek-day.ts";
import { writeGzipLines } from "./gzip-lines.ts";
import { zeekHeader } from "./zeek-columns.ts";

/** The sensor was rebooted on the second day: nothing was recorded between these instants. */
export const sensorGap = {
  fromUs: localTime(sites.larnmouth, 1, 13),
  toUs: localTime(sites.larnmouth, 1, 14),
} as const;

const recorded = (line: ZeekLine): boolean => line.tsUs < sensorGap.fromUs || line.tsUs >= sensorGap.toUs;

/** Writes zeek/<date>/<log>.log.gz for one day and returns rows per log. */
export async function writeZeekDay(dir: string, day: DayWindow, zeek: ZeekDay, signal?: AbortSignal): Promise<Record<string, number>> {
  const folder = join(dir, "zeek", day.date);
  await mkdir(folder, { recursive: true });
  const counts: Record<string, number> = {};
  for (const log of logNames) {
    const lines = zeek.lines[log].filter((l) => l.tsUs >= day.startUs && l.tsUs < day.endUs && recorded(l));
    lines.sort((a, b) => a.tsUs - b.tsUs || (a.text < b.text ? -1 : 1));
    const text = [...zeekHeader(log, `${day.date}-00-00-00`), ...lines.map((l) => l.text), `#close\t${closedAt(day)}`];
    await writeGzipLines(join(folder, `${log}.log.gz`), text, signal);
    counts[log] = lines.length;
  }
  return counts;
}

const closedAt = (day: DayWindow): string => new Date((day.endUs + minuteUs) / 1000).toISOString().slice(0, 19).replaceAll(/[T:]/g, "-");
