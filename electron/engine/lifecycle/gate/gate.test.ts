import { describe, expect, it } from "vitest";
import type { EvaluationReport, GateLine } from "../../../../shared/contract/evaluations.ts";
import { PromotionSettings } from "../../../../shared/contract/promotion-settings.ts";
import { sampleFound } from "../../../../test/unit-support/fake-evaluations.ts";
import { fourEyesLine, gateLines, passes } from "./gate-lines.ts";
import { toShare } from "./line.ts";
import { areaUnder } from "./over-time.ts";

const period = (k: number) => ({ precision: toShare(k, 10), recall: toShare(k, 10) });
const week = 7 * 86_400_000_000;

/** Everything a version could be asked to show, with room to spare. */
const sound: Partial<EvaluationReport> = {
  bad: toShare(40, 40),
  good: toShare(0, 200),
  fresh: { bad: toShare(40, 40), good: toShare(0, 200) },
  lineage: [{ what: "seed", isKnown: true }],
  review: { cases: toShare(20, 60), candidateOnly: 0, championOnly: 0 },
  periods: Array.from({ length: 4 }, (_, i) => ({ from: i * week, to: (i + 1) * week, candidate: period(8), champion: period(7) })),
  shadow: { days: 7, events: 500, subjects: 40, drift: "WATCH" },
};
const gate = (change: Partial<EvaluationReport> = {}): GateLine[] => gateLines(sampleFound({ ...sound, ...change }));
const line = (n: number, change: Partial<EvaluationReport> = {}): GateLine | undefined => gate(change).find((one) => one.line === n);

describe("the promotion gate", () => {
  it("passes a version that shows everything, and only with a second person", () => {
    const lines = gate();
    expect(lines.filter(({ state }) => state !== "pass")).toEqual([]);
    expect(passes(lines)).toBe(false);
    expect(passes([...lines, fourEyesLine("ben", ["ana"])])).toBe(true);
    expect(passes([...lines, fourEyesLine("Ana", ["ana"])])).toBe(false);
    expect(fourEyesLine("ben", [])).toMatchObject({ state: "insufficient" });
  });

  it("does not take too few cases for a pass, however clean they are", () => {
    expect(line(4, { bad: toShare(15, 15) })).toMatchObject({ state: "insufficient", k: 15, n: 15 });
    expect(line(4, { bad: toShare(16, 16), fresh: { bad: toShare(16, 16), good: toShare(0, 200) } })).toMatchObject({ state: "pass" });
    expect(line(5, { good: toShare(0, 188) })).toMatchObject({ state: "insufficient" });
    expect(line(5, { good: toShare(0, 189), fresh: { bad: toShare(40, 40), good: toShare(0, 189) } })).toMatchObject({ state: "pass" });
    expect(line(7, { review: { cases: toShare(0, 0), candidateOnly: 0, championOnly: 0 } })).toMatchObject({ state: "insufficient", n: 0 });
    expect(line(8, { periods: [] })).toMatchObject({ state: "insufficient" });
    expect(line(9, { shadow: { days: 0, events: 0, subjects: 0, drift: null } })).toMatchObject({ state: "insufficient", k: 0 });
    expect(line(9, { shadow: { days: 7, events: 499, subjects: 499, drift: "WATCH" } })).toMatchObject({
      state: "insufficient",
      text: "It scored beside the champion for 7 days, at least 499 events each; 7 days of 500 are needed.",
    });
    expect(line(6, { replay: null })).toMatchObject({ state: "insufficient" });
  });

  it("fails what is out of reach already, however few the cases", () => {
    expect(line(4, { bad: toShare(0, 5) })).toMatchObject({ state: "fail" });
    expect(line(5, { good: toShare(6, 12) })).toMatchObject({ state: "fail" });
  });

  it("asks for a new suite where only a worn one carries the line", () => {
    const worn = line(4, { fresh: { bad: toShare(4, 4), good: toShare(0, 200) } });
    expect(worn).toMatchObject({
      state: "insufficient",
      text: "Only 4 of 40 cases are of suites that are not worn; a new suite is needed.",
    });
  });

  it("fails a technique that is two cases behind the champion, and not one that is one behind or has few", () => {
    const behind = (candidate: number, champion: number, n: number) =>
      line(4, { techniques: [{ technique: "T1071", candidate: toShare(candidate, n), champion: toShare(champion, n) }] });
    expect(behind(6, 8, 8)).toMatchObject({ state: "fail", text: "Behind the champion in T1071 (6 of 8, champion 8)." });
    expect(behind(7, 8, 8)).toMatchObject({ state: "pass" });
    expect(behind(0, 4, 4)).toMatchObject({ state: "pass" });
  });

  it("fails a missed critical case and an incident that only the champion flags", () => {
    const settings = PromotionSettings.parse({ critical: ["ransom"] });
    expect(line(4, { settings, critical: { k: 0, n: 1, missed: ["ransom"] } })).toMatchObject({ state: "fail" });
    expect(line(4, { settings, critical: { k: 0, n: 0, missed: [] } })).toMatchObject({ state: "insufficient" });
    const incidents = { flagged: toShare(3, 4), champion: toShare(4, 4), lost: ["10.0.0.1"], leftOut: 0 };
    expect(line(4, { incidents })).toMatchObject({
      state: "fail",
      text: "Missed of the confirmed incidents that the champion flags: 10.0.0.1.",
    });
  });

  it("fails a version that orders cases no better than a trivial method or the champion", () => {
    const entrants = sampleFound().entrants.map((one) => (one.kind === "rarity" ? { ...one, averagePrecision: 0.99 } : one));
    expect(line(4, { entrants })).toMatchObject({
      state: "fail",
      text: expect.stringContaining("No gain") as unknown,
    });
    const equal = sampleFound().entrants.map((one) => (one.kind === "champion" ? { ...one, averagePrecision: 0.972 } : one));
    expect(line(4, { entrants: equal })).toMatchObject({ state: "fail" });
    const easy = sampleFound().entrants.map((one) => ({ ...one, averagePrecision: 1 }));
    expect(line(4, { entrants: easy })).toMatchObject({ state: "insufficient" });
  });

  it("fails more alerts than the budget, and a rate far from the champion's", () => {
    const { replay } = sampleFound();
    if (replay === null) throw new Error("there is a replay");
    expect(line(6, { replay: { ...replay, alertsPerDay: 11 } })).toMatchObject({ state: "fail" });
    expect(line(6, { replay: { ...replay, champion: replay.champion && { ...replay.champion, ratio: 0.4 } } })).toMatchObject({
      state: "fail",
    });
    expect(line(6, { replay: { ...replay, flagged: toShare(3, 100) } })).toMatchObject({ state: "insufficient" });
  });

  it("takes a version that is not inferior to the champion in blind review, told apart by the exact McNemar test", () => {
    const review = (k: number, candidateOnly: number, championOnly: number) =>
      line(7, { review: { cases: toShare(k, 60), candidateOnly, championOnly } });
    expect(review(5, 5, 4)).toMatchObject({ state: "pass" });
    expect(review(5, 1, 2)).toMatchObject({ state: "fail" });
    expect(review(5, 0, 6)).toMatchObject({ state: "fail" });
    expect(review(30, 1, 8)).toMatchObject({ state: "fail" });
    // One against five: p is 0.22, and nothing shows that it is no worse.
    expect(review(5, 1, 5)).toMatchObject({ state: "fail" });
    expect(review(9, 2, 5)).toMatchObject({ state: "fail" });
    expect(review(9, 5, 5)).toMatchObject({ state: "pass" });
  });

  const sample = {
    review: "r",
    by: ["ana"],
    isEnded: true,
    judged: 60,
    total: 60,
    undecided: 0,
    disputed: 0,
    lists: { candidate: 70, champion: 70 },
  };

  it("says why blind review cannot tell yet: nobody reviewed, it goes on, or too few of its cases are decided", () => {
    const nothing = { cases: toShare(0, 0), candidateOnly: 0, championOnly: 0, champion: toShare(0, 0) };
    expect(line(7, { review: { ...nothing, sample: null } })).toMatchObject({
      state: "insufficient",
      text: "Nobody has reviewed its list blind; 50 cases of it are needed.",
    });
    expect(line(7, { review: { ...nothing, sample: { ...sample, isEnded: false, by: [], judged: 58 } } })).toMatchObject({
      state: "insufficient",
      n: 0,
      text: "58 of 60 cases reviewed; nothing is counted before the review is ended.",
    });
    const few = {
      ...nothing,
      cases: toShare(49, 49),
      sample: { ...sample, undecided: 3, disputed: 2, lists: { candidate: 49, champion: 70 } },
    };
    expect(line(7, { review: few })).toMatchObject({
      state: "insufficient",
      k: 49,
      text: "49 cases of its list decided in blind review; 50 are needed (its list has only 49, 3 undecided, 2 to be settled, since analysts differ).",
    });
  });

  it("tells both lists with their intervals, and that few differences tell versions apart no better than none", () => {
    const review = { cases: toShare(20, 60), candidateOnly: 2, championOnly: 3, champion: toShare(21, 60), sample };
    expect(line(7, { review })).toMatchObject({
      state: "pass",
      text: expect.stringMatching(
        /^20 of 60 blindly judged cases of its list malicious \(22\.7.% to 45\.9.%\), the champion's list 21 of 60 \(24\.2.% to 47\.6.%\)\. 2 malicious found by it alone, 3 by the champion alone; 6 are needed to tell them apart\.$/,
      ) as unknown,
    });
    expect(line(7, { champion: null, review: { ...review, champion: null } })).toMatchObject({ state: "pass" });
    expect(line(7, { champion: null, review: { ...review, champion: null, cases: toShare(5, 60) } })).toMatchObject({ state: "fail" });
  });

  it("fails a fall behind the champion over time beyond what is allowed", () => {
    const periods = (own: number) =>
      Array.from({ length: 4 }, (_, i) => ({ from: i * week, to: (i + 1) * week, candidate: period(own), champion: period(7) }));
    expect(line(8, { periods: periods(7) })).toMatchObject({ state: "pass" });
    expect(line(8, { periods: periods(6) })).toMatchObject({ state: "fail" });
    expect(areaUnder([1, 0, 1])).toBe(0.5);
  });

  it("fails evaluation that began too early, rows of training, and a win by known subjects alone", () => {
    const { time } = sampleFound();
    expect(line(3, { time: { ...time, evaluationStart: (time.trainEnd ?? 0) + 3_600_000_000 } })).toMatchObject({ state: "fail" });
    expect(line(3, { time: { ...time, evaluationStart: null } })).toMatchObject({ state: "insufficient" });
    expect(line(3, { time: { ...time, duplicates: 2 } })).toMatchObject({ state: "fail", k: 2 });
    const won = { ...time, disjoint: { ...time.disjoint, candidate: 0.8 } };
    expect(line(3, { time: won })).toMatchObject({
      state: "fail",
      text: expect.stringContaining("It wins by knowing the subjects") as unknown,
    });
    const alone = { ...time, disjoint: { bad: 0, good: 3, candidate: null, champion: null, baseline: null } };
    expect(line(3, { time: alone })).toMatchObject({ state: "insufficient" });
  });

  it("fails a score that is not what it was, a missing licence, and a fact of its making that is gone", () => {
    const { bundle } = sampleFound();
    expect(line(1, { bundle: { ...bundle, golden: { k: 9, n: 10, largest: 0.1, flips: 1 } } })).toMatchObject({ state: "fail" });
    const unlicensed = { ...bundle, checks: [{ what: "licence", state: "fail" as const, text: "Its package names no licence." }] };
    expect(line(1, { bundle: unlicensed })).toMatchObject({ state: "fail", text: "Its package names no licence." });
    expect(line(2, { lineage: [{ what: "seed", isKnown: false }] })).toMatchObject({ state: "fail", text: "Not recorded or gone: seed." });
  });
});
