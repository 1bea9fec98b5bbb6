import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allZones, formatDates, formatListRange, formatRange, formatStart, formatTime, isZone, toIso, zoneOffset } from "./time.ts";

const us = (iso: string): number => Date.parse(iso) * 1000;

describe("times in the analyst's zone", () => {
  test("the same instant reads differently by zone and keeps its offset", () => {
    const at = us("2026-03-22T08:42:07Z");
    expect(formatTime(at, "utc", "date-time")).toBe("22 Mar 08:42");
    expect(formatTime(at, "Europe/Berlin", "date-time")).toBe("22 Mar 09:42");
    expect(zoneOffset(at, "Europe/Berlin")).toBe("UTC+01:00");
    expect(zoneOffset(at, "utc")).toBe("UTC");
    expect(zoneOffset(at, "Asia/Kolkata")).toBe("UTC+05:30");
  });

  test("both instants of the repeated hour in autumn are told apart by their offset", () => {
    const first = us("2026-10-25T00:30:00Z");
    const second = us("2026-10-25T01:30:00Z");
    expect(formatTime(first, "Europe/Berlin", "time")).toBe("02:30 UTC+02:00");
    expect(formatTime(second, "Europe/Berlin", "time")).toBe("02:30 UTC+01:00");
    expect(formatTime(second + 3_600_000_000, "Europe/Berlin", "time")).toBe("03:30");
    expect(formatRange(first, second, "Europe/Berlin")).toBe("25 Oct 2026 02:30 UTC+02:00–02:30 UTC+01:00");
    expect(toIso(first, "Europe/Berlin")).toBe("2026-10-25T02:30:00.000000+02:00");
    expect(toIso(second, "Europe/Berlin")).toBe("2026-10-25T02:30:00.000000+01:00");
  });

  test("copied times keep microseconds and name the same instant", () => {
    const at = us("2026-03-22T08:42:07Z") + 123_456;
    expect(toIso(at, "utc")).toBe("2026-03-22T08:42:07.123456Z");
    expect(toIso(at, "America/New_York")).toBe("2026-03-22T04:42:07.123456-04:00");
    expect(Date.parse(toIso(at, "Asia/Kolkata")) * 1000).toBe(us("2026-03-22T08:42:07.123Z"));
  });

  test("ranges say each date once", () => {
    expect(formatRange(us("2026-03-22T09:42:00Z"), us("2026-03-22T18:54:00Z"), "utc")).toBe("22 Mar 2026 09:42–18:54 UTC");
    expect(formatRange(us("2026-03-22T09:42:03Z"), us("2026-03-22T09:42:09Z"), "utc")).toBe("22 Mar 2026 09:42:03–09:42:09 UTC");
    expect(formatRange(us("2026-03-22T00:00:00Z"), us("2026-03-23T00:00:00Z"), "utc")).toBe("22 Mar 2026");
    expect(formatRange(us("2026-03-22T22:00:00Z"), us("2026-03-23T02:00:00Z"), "utc")).toBe("22 Mar 2026 22:00 – 23 Mar 2026 02:00 UTC");
    expect(formatRange(us("2026-03-22T09:42:03Z"), us("2026-03-22T09:42:03Z"), "utc")).toBe("22 Mar 2026 09:42:03 UTC");
    expect(formatListRange(us("2026-03-22T09:42:00Z"), us("2026-03-22T18:54:00Z"), "utc")).toBe("22 Mar 2026 09:42–18:54");
    expect(formatDates(us("2026-03-09T00:00:00Z"), us("2026-03-23T00:00:00Z"), "utc")).toBe("9–23 Mar 2026");
    expect(formatDates(us("2025-12-30T00:00:00Z"), us("2026-01-02T00:00:00Z"), "utc")).toBe("30 Dec 2025 – 2 Jan 2026");
  });

  test("a window that is a day begins on it, any other at its minute", () => {
    expect(formatStart(us("2026-03-22T00:00:00Z"), us("2026-03-23T00:00:00Z"), "utc")).toBe("22 Mar");
    expect(formatStart(us("2026-03-22T00:00:00Z"), us("2026-03-23T00:00:00Z"), "Asia/Kolkata")).toBe("22 Mar 05:30");
    expect(formatStart(us("2026-03-22T00:00:00Z"), us("2026-03-22T00:00:00Z"), "utc")).toBe("22 Mar 00:00");
  });

  test("midnight is 00:00, months have three letters, unknown zones are known to be unknown", () => {
    expect(formatTime(us("2026-09-05T00:00:00Z"), "utc", "date-time")).toBe("5 Sep 00:00");
    expect(isZone("Europe/Berlin")).toBe(true);
    expect(isZone("Middle/Earth")).toBe(false);
  });
});

const hourUs = 3_600_000_000;
const anyZone = fc.constantFrom(...allZones());
const anyTime = fc.integer({ min: us("1972-06-01T00:00:00Z"), max: us("2045-01-01T00:00:00Z") });

/** What the runtime's own clock shows in the zone, to the second. */
function wallClock(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(at / 1000));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

/** The instants around which the clock of a zone is put back, of some years. */
function* putBack(zone: string): Generator<number> {
  const offset = (at: number): number => Date.parse(`${wallClock(at, zone)}Z`) * 1000 - Math.floor(at / 1e6) * 1e6;
  for (let at = us("2025-01-01T00:00:00Z"); at < us("2027-01-01T00:00:00Z"); at += 7 * 24 * hourUs) {
    let [low, high] = [at, at + 7 * 24 * hourUs];
    if (offset(low) <= offset(high)) continue;
    while (high - low > 60e6) {
      const middle = Math.floor((low + high) / 2 / 60e6) * 60e6;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    yield high;
  }
}

describe("against the runtime's own clock", () => {
  test("a copied time is the same instant and shows what the zone's clock shows, in any zone at any time", () => {
    fc.assert(
      fc.property(anyZone, anyTime, (zone, at) => {
        const iso = toIso(at, zone);
        expect(Date.parse(iso)).toBe(Math.floor(at / 1000));
        expect(iso.slice(0, 19)).toBe(wallClock(at, zone));
      }),
      { numRuns: 2000 },
    );
  });

  test("a clock that is put at a minute past the hour is followed to that minute", () => {
    const at = (iso: string): string => toIso(us(iso), "America/Moncton");
    expect(at("2000-10-29T03:00:59Z")).toBe("2000-10-29T00:00:59.000000-03:00");
    expect(at("2000-10-29T03:01:00Z")).toBe("2000-10-28T23:01:00.000000-04:00");
  });

  test("no two instants of the hour that comes twice read alike, in any zone that puts its clock back", () => {
    let checked = 0;
    for (const zone of allZones().filter((_, i) => i % 18 === 0))
      for (const change of putBack(zone))
        for (const minutes of [1, 29]) {
          const before = change - minutes * 60e6;
          const twin = [before - 3 * hourUs, before - hourUs, before + hourUs / 2, before + hourUs, before + 2 * hourUs].find(
            (other) => wallClock(other, zone) === wallClock(before, zone),
          );
          if (twin === undefined) continue;
          checked += 1;
          for (const style of ["time", "seconds", "date-time", "moment", "full"] as const)
            expect(formatTime(before, zone, style), `${zone} ${style}`).not.toBe(formatTime(twin, zone, style));
          expect(toIso(before, zone)).not.toBe(toIso(twin, zone));
        }
    expect(checked).toBeGreaterThan(10);
  });

  test("an ordinary time of a list does not say its zone, a detail always does", () => {
    const at = us("2026-03-22T08:42:07Z");
    expect(formatTime(at, "Europe/Berlin", "moment")).toBe("22 Mar 2026 09:42 UTC+01:00");
    expect(formatTime(at, "Europe/Berlin", "full")).toBe("22 Mar 2026 09:42:07 UTC+01:00");
    expect(formatTime(at, "utc", "full")).toBe("22 Mar 2026 08:42:07 UTC");
    expect(formatTime(at, "Europe/Berlin", "date-time")).toBe("22 Mar 09:42");
  });
});
