import { describe, expect, test } from "vitest";
import { formatDates, formatRange, formatStart, formatTime, isZone, toIso, zoneOffset } from "./time.ts";

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
    expect(formatTime(first, "Europe/Berlin", "time")).toBe("02:30");
    expect(formatTime(second, "Europe/Berlin", "time")).toBe("02:30");
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
    expect(formatRange(us("2026-03-22T09:42:00Z"), us("2026-03-22T18:54:00Z"), "utc")).toBe("22 Mar 2026 09:42–18:54");
    expect(formatRange(us("2026-03-22T09:42:03Z"), us("2026-03-22T09:42:09Z"), "utc")).toBe("22 Mar 2026 09:42:03–09:42:09");
    expect(formatRange(us("2026-03-22T00:00:00Z"), us("2026-03-23T00:00:00Z"), "utc")).toBe("22 Mar 2026");
    expect(formatRange(us("2026-03-22T22:00:00Z"), us("2026-03-23T02:00:00Z"), "utc")).toBe("22 Mar 2026 22:00 – 23 Mar 2026 02:00");
    expect(formatRange(us("2026-03-22T09:42:03Z"), us("2026-03-22T09:42:03Z"), "utc")).toBe("22 Mar 2026 09:42:03");
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
