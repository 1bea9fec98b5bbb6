import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openStream } from "../random-stream.ts";
import { dayUs, firstDayUs, hourUs, minuteUs, type DayWindow } from "../world/calendar.ts";
import type { Channel, WindowsEvent } from "../windows/windows-day.ts";
import { writeGzipLines } from "./gzip-lines.ts";

const providers: Readonly<
  Record<
    Channel,
    {
      readonly SourceName: string;
      readonly ProviderGuid: string;
      readonly Channel: string;
      readonly Keywords: string;
      readonly Level: string;
    }
  >
> = {
  sysmon: {
    SourceName: "Microsoft-Windows-Sysmon",
    ProviderGuid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Keywords: "0x8000000000000000",
    Level: "4",
  },
  security: {
    SourceName: "Microsoft-Windows-Security-Auditing",
    ProviderGuid: "{54849625-5478-4994-a5ba-3e3b0328c30d}",
    Channel: "Security",
    Keywords: "0x8020000000000000",
    Level: "0",
  },
  system: {
    SourceName: "Service Control Manager",
    ProviderGuid: "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
    Channel: "System",
    Keywords: "0x8080000000000000",
    Level: "4",
  },
};

/** A collector restarted on the fourth day and sent twenty minutes of one site a second time. */
export const repeatedBlock = {
  collector: "wec02",
  fromUs: firstDayUs + 3 * dayUs + 15 * hourUs,
  toUs: firstDayUs + 3 * dayUs + 15 * hourUs + 20 * minuteUs,
} as const;

const collectorOf = (e: WindowsEvent): string => (e.host.site.name === "larnmouth" ? "wec01" : "wec02");
const iso = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

/** Writes windows/<collector>-<date>.ndjson.gz; keeps the record numbers of each computer's channels from day to day. */
export class WindowsWriter {
  private readonly seed: number;
  private readonly numbers = new Map<string, number>();

  constructor(seed: number) {
    this.seed = seed;
  }

  async writeDay(dir: string, day: DayWindow, events: readonly WindowsEvent[], signal?: AbortSignal): Promise<number> {
    const folder = join(dir, "windows");
    await mkdir(folder, { recursive: true });
    const ordered = events.map((event, n) => ({ event, n })).sort((a, b) => a.event.tsUs - b.event.tsUs || a.n - b.n);
    let total = 0;
    for (const collector of ["wec01", "wec02"]) {
      const lines: string[] = [];
      const repeated: string[] = [];
      for (const { event } of ordered) {
        if (collectorOf(event) !== collector) continue;
        const line = this.format(event);
        lines.push(line);
        if (collector === repeatedBlock.collector && event.tsUs >= repeatedBlock.fromUs && event.tsUs < repeatedBlock.toUs)
          repeated.push(line);
      }
      total += await writeGzipLines(join(folder, `${collector}-${day.date}.ndjson.gz`), [...lines, ...repeated], signal);
    }
    return total;
  }

  private format(e: WindowsEvent): string {
    const provider = providers[e.channel];
    const shownUs = e.tsUs + e.host.clockOffsetUs;
    const sysmon = e.channel === "sysmon" ? { RuleName: "-", UtcTime: iso(shownUs).slice(0, 23).replace("T", " ") } : {};
    const deliveryUs = e.channel === "sysmon" ? 2_000 + (shownUs % 29) * 1000 : 0;
    const zoneUs = e.host.logsLocalTime ? e.host.site.utcOffsetHours * hourUs : 0;
    const writtenUs = shownUs + deliveryUs + zoneUs;
    return JSON.stringify({
      SourceName: provider.SourceName,
      ProviderGuid: provider.ProviderGuid,
      Level: provider.Level,
      Keywords: provider.Keywords,
      Channel: provider.Channel,
      Hostname: e.host.fqdn,
      TimeCreated: iso(writtenUs),
      EventID: e.eventId,
      RecordNumber: this.nextNumber(e),
      ...sysmon,
      ...e.fields,
    });
  }

  private nextNumber(e: WindowsEvent): number {
    const key = `${e.host.name}/${e.channel}`;
    const number = (this.numbers.get(key) ?? openStream(this.seed, `record/${key}`).int(20_000, 900_000)) + 1;
    this.numbers.set(key, number);
    return number;
  }
}
