import { describe, expect, it } from "vitest";
import { AppError } from "../../../shared/contract/errors.ts";
import { parseClockRule } from "./clock.ts";
import type { WindowsEvent } from "./map/windows-event.ts";
import { showOffset, WindowsClock } from "./windows-clock.ts";

const minute = 60_000_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 2, 2, 12) * 1000;

const event = (logUs: number, ownUs?: number, change: Partial<WindowsEvent> = {}): WindowsEvent => ({
  shape: "test",
  eventId: 1,
  product: "sysmon",
  provider: "Microsoft-Windows-Sysmon",
  channel: undefined,
  host: "ws001",
  recordId: undefined,
  logTime: { us: logUs, zoned: true },
  ownUs,
  data: {},
  ...change,
});

function surveyed(rule: string, ...events: readonly WindowsEvent[]): WindowsClock {
  const clock = new WindowsClock(parseClockRule(rule));
  for (const e of events) clock.survey(e);
  clock.endSurvey();
  return clock;
}

const other = (logUs: number, ownUs?: number, host = "ws001"): WindowsEvent => event(logUs, ownUs, { eventId: 3, host });

describe("the clock of a Windows capture", () => {
  it("is left alone when log and Sysmon agree within five minutes", () => {
    const clock = surveyed("declared", event(noon, noon - 4 * minute));
    expect(clock.corrections).toEqual([]);
    expect(clock.timeOf(other(noon))).toBe(noon);
  });

  it("is moved by the median difference, to the quarter hour, for every event of that host", () => {
    const clock = surveyed("declared", event(noon, noon + 19 * hour - 50_000), event(noon, noon + 19 * hour), event(noon, noon + 2 * hour));
    expect(clock.corrections).toEqual([{ host: "ws001", us: 19 * hour, samples: 3 }]);
    expect(clock.timeOf(other(noon))).toBe(noon + 19 * hour);
    expect(clock.timeOf(other(noon, undefined, "ws002"))).toBe(noon);
  });

  it("is moved exactly when the difference is no matter of zones", () => {
    expect(surveyed("declared", event(noon, noon + 6.5 * minute)).corrections).toMatchObject([{ us: 6.5 * minute }]);
  });

  it("takes a process creation's own time, and of other events only one that is near", () => {
    const clock = surveyed("declared", event(noon, noon + 19 * hour));
    expect(clock.timeOf(event(noon, noon + 19 * hour + 123))).toBe(noon + 19 * hour + 123);
    expect(clock.timeOf(event(noon, noon + 3 * hour))).toBe(noon + 3 * hour);
    expect(clock.timeOf(other(noon, noon + 19 * hour + 456))).toBe(noon + 19 * hour + 456);
    expect(clock.timeOf(other(noon, noon - 240 * hour))).toBe(noon + 19 * hour);
  });

  it("follows the declared rule", () => {
    const wrong = event(noon, noon + 19 * hour);
    expect(surveyed("utc", wrong).timeOf(other(noon))).toBe(noon);
    expect(surveyed("utc", wrong).timeOf(wrong)).toBe(noon);
    expect(surveyed("offset:-19:00", wrong).timeOf(other(noon))).toBe(noon + 19 * hour);
    expect(surveyed("sysmon-utctime", wrong).timeOf(other(noon, noon - 240 * hour))).toBe(noon - 240 * hour);
    expect(surveyed("start:2026-01-01T00:00:00Z").timeOf(other(noon))).toBe(noon);
  });

  it("has the own time when there is no other, and none when there is neither", () => {
    expect(surveyed("declared").timeOf(event(0, noon, { logTime: undefined }))).toBe(noon);
    expect(surveyed("declared").timeOf(event(0, undefined, { logTime: undefined }))).toBeUndefined();
  });

  it("shows offsets as people read them", () => {
    expect([showOffset(19 * hour), showOffset(-8 * hour), showOffset(6.5 * minute)]).toEqual(["+19:00:00", "-08:00:00", "+00:06:30"]);
  });
});

describe("a clock rule", () => {
  it.each([
    "declared",
    "utc",
    "sysmon-utctime",
    "offset:+05:30",
    "offset:-00:00",
    "offset:+00:07:23",
    "epoch:us",
    "start:2017-03-08T13:47:04Z",
  ])("%s is understood", (text) => {
    expect(parseClockRule(text).text).toBe(text);
  });

  it.each(["", "UTC", "offset:5", "offset:+24:00", "offset:+01:60", "offset:+01:00:60", "epoch:h", "start:", "start:yesterday"])(
    "%s is refused with what would be right",
    (text) => {
      expect(() => parseClockRule(text)).toThrow(AppError);
      expect(() => parseClockRule(text)).toThrow(`the clock rule "${text}" is not understood`);
    },
  );
});
