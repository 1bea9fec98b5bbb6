import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { implausible, parseTime } from "./time-text.ts";

const us = (text: string): number | undefined => parseTime(text)?.us;
const base = Date.UTC(2026, 2, 2, 8, 0, 1) * 1000;

describe("a written time", () => {
  it.each([
    ["2026-03-02T08:00:01Z", base],
    ["2026-03-02 08:00:01", base],
    ["2026-03-02T08:00:01.5Z", base + 500_000],
    ["2026-03-02T08:00:01.1234567Z", base + 123_456],
    ["2026-03-02T08:00:01,250", base + 250_000],
    ["2026-03-02T10:00:01+02:00", base],
    ["2026-03-02T04:00:01-0400", base],
    ["2026-03-02 08:00:01 UTC", base],
    ["2026-03-02T08:00Z", base - 1_000_000],
    ["/Date(1772438401000)/", base],
    ["/Date(1772438401000+0200)/", base],
  ])("%s is understood", (text, expected) => {
    expect(us(text)).toBe(expected);
  });

  it.each([
    "",
    "-",
    "2026-13-02T08:00:01Z",
    "2026-02-30T08:00:01Z",
    "2026-03-02T25:00:01Z",
    "2026-03-02",
    "0001-01-01T00:00:00Z",
    "2026-03-02T08:00:01+99:00",
    "2026-03-02T08:00:01Zx",
    "yesterday at ten o'clock",
  ])("%s is none", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it("says whether it names a zone", () => {
    expect([parseTime("2026-03-02T08:00:01Z")?.zoned, parseTime("2026-03-02 08:00:01")?.zoned]).toEqual([true, false]);
  });

  it("agrees with the platform on every ISO text", () => {
    const dates = fc.date({ min: new Date("1000-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(us(date.toISOString())).toBe(date.getTime() * 1000);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(() => parseTime(text)).not.toThrow();
      }),
    );
  });
});

describe("plausibility", () => {
  it("names the rule that may help, and bounds the years", () => {
    expect(implausible(19_981_745)).toMatchObject({
      category: "time before 1990",
      detail: "time 1970-01-01T00:00:19.981Z: the clock rule start:<ISO time> may apply",
    });
    expect(implausible(Number.POSITIVE_INFINITY)?.category).toBe("time after 2100");
    expect(implausible(base)).toBeUndefined();
  });
});
