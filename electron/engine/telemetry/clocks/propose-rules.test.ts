import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClockRule } from "../clock.ts";
import { proposeForAll } from "./across-files.ts";
import { ClockSurvey } from "./clock-survey.ts";
import { perSecond, unitOf } from "./epoch-units.ts";
import type { Finding } from "./finding.ts";
import { proposeRules } from "./propose-rules.ts";
import { dayUs, hourUs, minuteUs, offsetRule } from "./say.ts";

const declared = parseClockRule("declared");
const noon = Date.UTC(2026, 2, 2, 12) * 1000;
const iso = (us: number): string => new Date(us / 1000).toISOString();
const local = (us: number): string => iso(us).slice(0, -1).replace("T", " ");

/** Records that name their own time and that of a shipper, `difference(i)` microseconds later. */
function shipped(n: number, difference: (i: number) => number, write: (us: number) => string): readonly Finding[] {
  const survey = new ClockSurvey();
  for (let i = 0; i < n; i++) {
    const us = noon + i * 1_000_000;
    survey.record({ eventTime: write(us), "@timestamp": iso(us + difference(i)) });
  }
  return proposeRules(survey, declared);
}

describe("two clocks in a record", () => {
  it("that differ by a zone propose it, whatever the delivery adds", () => {
    const quarter = fc.integer({ min: -48, max: 48 }).filter((q) => q !== 0);
    fc.assert(
      fc.property(quarter, fc.array(fc.integer({ min: 0, max: 4 * 60 }), { minLength: 20, maxLength: 60 }), (q, lags) => {
        const zone = q * 15 * minuteUs;
        const found = shipped(lags.length, (i) => zone + (lags[i] ?? 0) * 1_000_000, local);
        expect(found).toMatchObject([
          { kind: "zoneless-local", rule: offsetRule(-zone), k: lags.length, n: lags.length, confidence: "strong", applied: false },
        ]);
        const rule = parseClockRule(found[0]?.rule ?? "");
        expect(rule.kind === "offset" && rule.offsetUs === -zone).toBe(true);
      }),
    );
  });

  it("are told apart by whether the text names a zone", () => {
    expect(shipped(30, () => 5 * hourUs, iso)).toMatchObject([{ kind: "mislabelled-zone", rule: "offset:-05:00" }]);
  });

  it("that agree, or differ without being constant, propose nothing", () => {
    expect(shipped(30, (i) => i * 1_000_000, iso)).toEqual([]);
    expect(shipped(100, (i) => i * 37 * minuteUs, iso)).toEqual([]);
    expect(shipped(19, () => 5 * hourUs, iso)).toEqual([]);
  });

  it("that differ by a constant which is no zone are skewed, to the second", () => {
    expect(shipped(30, () => -(7 * minuteUs + 23_000_000), iso)).toMatchObject([
      { kind: "skew", rule: "offset:+00:07:23", confidence: "weak" },
    ]);
  });

  it("say how many of how many, and by what", () => {
    const [found] = shipped(40, (i) => (i < 38 ? 2 * hourUs : 0), local);
    expect(found).toMatchObject({ k: 38, n: 40, confidence: "likely" });
    expect(found?.evidence).toMatch(/^38 of 40 records: eventTime names no zone and differs from @timestamp by \+02:00:00/);
    expect(found?.otherwise).toMatch(/^events lie 02:00:00 too early/);
  });
});

describe("counts since 1970", () => {
  it("tell their unit by their size alone", () => {
    const unit = fc.constantFrom("s", "ms", "us", "ns" as const);
    fc.assert(
      fc.property(unit, fc.date({ min: new Date("1990-01-02"), max: new Date("2099-12-30"), noInvalidDate: true }), (u, date) => {
        expect(unitOf((date.getTime() / 1000) * perSecond[u])).toBe(u);
      }),
    );
  });

  it("in microseconds or nanoseconds propose the unit, in seconds and milliseconds nothing", () => {
    const of = (per: number): readonly Finding[] => {
      const survey = new ClockSurvey();
      for (let i = 0; i < 10; i++) survey.counted((noon / 1e6 + i) * per);
      return proposeRules(survey, declared);
    };
    expect([of(1), of(1e3)]).toEqual([[], []]);
    expect(of(1e6)).toMatchObject([{ kind: "epoch-unit", rule: "epoch:us", k: 10, n: 10 }]);
    expect(of(1e9)).toMatchObject([{ kind: "epoch-unit", rule: "epoch:ns" }]);
  });

  it("near nought count from the start of a capture, which a header may tell", () => {
    const survey = new ClockSurvey();
    for (let i = 0; i < 10; i++) survey.counted(19.5 + i);
    expect(proposeRules(survey, declared)).toMatchObject([{ kind: "seconds-since-start", rule: null, k: 10, n: 10 }]);
    survey.openedUs = noon;
    expect(proposeRules(survey, declared)).toMatchObject([{ rule: "start:2026-03-02T12:00:00Z", confidence: "likely", applied: false }]);
    expect(proposeRules(survey, parseClockRule("start:2026-03-02T12:00:00Z"))).toMatchObject([{ applied: true }]);
  });
});

describe("hours as they are written", () => {
  const wrote = (hours: number, write: (us: number) => string): readonly Finding[] => {
    const survey = new ClockSurvey();
    for (let minute = 0; minute < hours * 60; minute += 10) survey.wrote(write(noon + minute * minuteUs));
    return proposeRules(survey, declared);
  };
  const twelve = (us: number): string => {
    const text = iso(us);
    const hour = Number(text.slice(11, 13)) % 12 || 12;
    return `${text.slice(0, 11)}${String(hour).padStart(2, "0")}${text.slice(13)}`;
  };

  it("that are 1 to 12 alone lost the half of the day", () => {
    const [found] = wrote(72, twelve);
    expect(found).toMatchObject({ kind: "twelve-hour", rule: null, applied: false, k: 432, n: 432 });
    expect(found?.evidence).toMatch(/6 times the clock falls back/);
  });

  it("of a day, or of a morning, did not", () => {
    expect(wrote(72, iso)).toEqual([]);
    expect(wrote(9, (us) => iso(us - 11 * hourUs))).toEqual([]);
  });

  it("without a zone or a second clock are for a person to judge", () => {
    expect(wrote(30, local)).toMatchObject([{ kind: "no-zone", rule: null, k: 180, n: 180 }]);
  });
});

describe("the files of one folder", () => {
  const file = (name: string, fromUs: number, toUs: number) => {
    const survey = new ClockSurvey();
    survey.event(fromUs);
    survey.event(toUs);
    return { name, survey };
  };

  it("that lie far from most of it are named", () => {
    const files = [
      file("a/conn.log", noon, noon + hourUs),
      file("a/http.log", noon, noon + dayUs),
      file("a/dns.log", noon - 400 * dayUs, noon - 399 * dayUs),
    ];
    const found = proposeForAll([...files, file("b/conn.log", noon + 900 * dayUs, noon + 900 * dayUs)], declared);
    expect(found).toMatchObject([{ file: "a/dns.log", kind: "other-period", k: 2, n: 3, rule: null }]);
    expect(found[0]?.evidence).toMatch(/^its events lie 399 days/);
  });

  it("borrow the start of a capture from one that names it", () => {
    const [bare, headed] = [new ClockSurvey(), new ClockSurvey()];
    bare.counted(3);
    headed.counted(4);
    headed.openedUs = noon;
    const found = proposeForAll(
      [
        { name: "a/dns.log", survey: bare },
        { name: "a/conn.log", survey: headed },
      ],
      declared,
    );
    expect(found.map((f) => f.rule)).toEqual(["start:2026-03-02T12:00:00Z", "start:2026-03-02T12:00:00Z"]);
  });
});
