import { expect, test } from "vitest";
import { compilePattern } from "./time-pattern.ts";
import { isKnownZone, wallClockToUtc } from "./zone-offset.ts";

const wall = (iso: string): number => Date.parse(`${iso}Z`) * 1000;

test.each([
  ["yyyy/MM/dd HH:mm:ss", "2026/03/22 08:42:07.123456", wall("2026-03-22T08:42:07") + 123_456],
  ["dd/MMM/yyyy:HH:mm:ss Z", "22/Mar/2026:08:42:07 +0100", wall("2026-03-22T08:42:07")],
  ["M/d/yyyy h:mm:ss a", "3/2/2026 12:05:00 AM", wall("2026-03-02T00:05:00")],
  ["M/d/yyyy h:mm a", "3/2/2026 12:05 PM", wall("2026-03-02T12:05:00")],
  ["dd.MM.yyyy HH:mm:ss.S", "22.03.2026 08:42:07.5", wall("2026-03-22T08:42:07") + 500_000],
  ["yyyyMMddHHmmss", "20260322084207", wall("2026-03-22T08:42:07")],
])("%s reads %s", (pattern, text, expected) => {
  const read = compilePattern(pattern);
  expect(typeof read === "string" ? read : read(text)?.wallUs).toBe(expected);
});

test("a zone in the text is told, and none where there is none", () => {
  const read = compilePattern("yyyy-MM-dd HH:mm:ss Z");
  expect(typeof read === "string" ? read : read("2026-03-22 08:42:07 -05:30")?.aheadUs).toBe(-330 * 60_000_000);
  const plain = compilePattern("yyyy-MM-dd HH:mm:ss");
  expect(typeof plain === "string" ? plain : plain("2026-03-22 08:42:07")?.aheadUs).toBeUndefined();
});

test.each(["2026/02/30 08:00:00", "2026/13/01 08:00:00", "2026/03/22 24:00:00", "2026/03/22", " 2026/03/22 08:00:00"])(
  "%s is no time",
  (text) => {
    const read = compilePattern("yyyy/MM/dd HH:mm:ss");
    expect(typeof read === "string" ? read : read(text)).toBeUndefined();
  },
);

test.each([
  ["yyyy-MM-dd", /no hour/],
  ["yyyy-MM-dd hh:mm:ss", /hh and a belong together/],
  ["yyyy-MM-dd HH:mm:ss x", /"x" is no letter/],
  ["yyyy-MM-dd dd HH:mm", /names the day twice/],
])("the pattern %s is refused with the reason", (pattern, reason) => {
  expect(compilePattern(pattern)).toMatch(reason);
});

test.each([
  ["UTC", "2026-07-01T12:00:00", "2026-07-01T12:00:00"],
  ["+02:00", "2026-07-01T12:00:00", "2026-07-01T10:00:00"],
  ["Europe/Berlin", "2026-07-01T12:00:00", "2026-07-01T10:00:00"],
  ["Europe/Berlin", "2026-01-01T12:00:00", "2026-01-01T11:00:00"],
  ["America/New_York", "2026-03-08T12:00:00", "2026-03-08T16:00:00"],
  ["Asia/Kathmandu", "2026-03-08T00:10:00", "2026-03-07T18:25:00"],
  ["Australia/Lord_Howe", "2026-01-01T11:00:00", "2026-01-01T00:00:00"],
])("in %s a clock that shows %s means %s UTC", (zone, shown, utc) => {
  expect(wallClockToUtc(zone)(wall(shown))).toBe(wall(utc));
});

test("the hour that autumn repeats is its first pass; the hour that spring leaves out is read by the clock before it", () => {
  const toUtc = wallClockToUtc("Europe/Berlin");
  expect(toUtc(wall("2026-10-25T02:30:00"))).toBe(wall("2026-10-25T00:30:00"));
  expect(toUtc(wall("2026-10-25T01:59:59"))).toBe(wall("2026-10-24T23:59:59"));
  expect(toUtc(wall("2026-10-25T03:00:00"))).toBe(wall("2026-10-25T02:00:00"));
  expect(toUtc(wall("2026-03-29T02:30:00"))).toBe(wall("2026-03-29T01:30:00"));
  expect(toUtc(wall("2026-03-29T03:00:00"))).toBe(wall("2026-03-29T01:00:00"));
});

test("what is no zone is known to be none", () => {
  expect(["UTC", "-03:30", "Europe/Berlin"].every(isKnownZone)).toBe(true);
  expect(["Middle/Earth", "+99:00", ""].some(isKnownZone)).toBe(false);
});
