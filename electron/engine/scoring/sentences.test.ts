import { describe, expect, it } from "vitest";
import { FeatureSpec } from "../../../shared/contract/models.ts";
import { toBaseline } from "./baselines.ts";
import { formatNumber, formatQuantity, formatWindow } from "./quantity.ts";
import { type FeaturePart, formatP, isMaterial, toSentence, toWhyNotHigher } from "./sentences.ts";
import { fillTemplate } from "./template.ts";

const hundred = toBaseline(
  Float64Array.from({ length: 101 }, (_, i) => i),
  0,
);
const feature = (more: Partial<FeatureSpec> = {}): FeatureSpec =>
  FeatureSpec.parse({
    name: "fan_out",
    title: "Hosts reached",
    description: "",
    unit: "hosts",
    direction: "high",
    nullPolicy: { impute: 0 },
    attackerControlled: true,
    ...more,
  });
const part = (value: number, contribution: number, more: Partial<FeatureSpec> = {}): FeaturePart => ({
  feature: feature(more),
  value,
  contribution,
  baseline: hundred,
  material: contribution > 0,
});

describe("feature sentence", () => {
  it("uses the package's words for a value outside the usual half that raises the score", () => {
    const words = { whenHigh: "Reached {value}; half of all reach at most {median}.", whenLow: "Reached only {value}." };
    expect(toSentence(part(400, 3, words))).toBe("Reached 400 hosts; half of all reach at most 50 hosts.");
    expect(toSentence(part(2, 3, words))).toBe("Reached only 2 hosts.");
  });

  it("does not repeat a unit the template spells out", () => {
    expect(toSentence(part(400, 3, { whenHigh: "Reached {value} hosts (median {median})." }))).toBe("Reached 400 hosts (median 50).");
    expect(toSentence(part(4e6, 3, { unit: "bytes", whenHigh: "Sent {value} in all." }))).toBe("Sent 4 MB in all.");
  });

  it("says observed against expected when the package has no words for that side", () => {
    expect(toSentence(part(400, 3))).toBe("Hosts reached on the high side: 400 hosts (median 50 hosts, 95 of 100 at most 95 hosts).");
    expect(toSentence(part(1, 3))).toBe("Hosts reached on the low side: 1 host (median 50 hosts, 95 of 100 at least 5 hosts).");
  });

  it("never gives an ordinary value as a reason by itself", () => {
    expect(toSentence(part(50, 0, { whenHigh: "Alarming!" }))).toBe("Hosts reached: 50 hosts, as usual (median 50 hosts).");
    expect(toSentence(part(50, 2, { whenHigh: "Alarming!" }))).toContain("ordinary by itself");
    expect(toSentence(part(400, -1, { whenHigh: "Alarming!" }))).toContain("does not raise the score");
  });

  it("says when the value or its baseline is unknown", () => {
    expect(toSentence(part(Number.NaN, 1))).toBe("Hosts reached: not recorded; the model assumes 0 hosts.");
    expect(toSentence({ ...part(3, 1), baseline: toBaseline(new Float64Array(), 0) })).toContain("training had no value");
  });

  it("refuses a template that names what does not exist", () => {
    expect(() => toSentence(part(400, 3, { whenHigh: "{nonsense}" }))).toThrowError(/fan_out.*\{nonsense\}/);
    expect(() => fillTemplate("{a} {b}", new Map([["a", "1"]]), "the headline")).toThrowError(/headline uses \{b\}/);
  });

  it("counts only parts of at least a hundredth as reasons", () => {
    expect(isMaterial(0.5, 20)).toBe(true);
    expect(isMaterial(0.1, 20)).toBe(false);
    expect(isMaterial(0, 0)).toBe(false);
    expect(isMaterial(-3, 20)).toBe(false);
  });
});

describe("why not higher", () => {
  it("names the features that pull down and the limit of the calibration slice", () => {
    const parts = [
      part(400, 5),
      part(50, -2, { title: "Ports" }),
      part(51, -7, { title: "Bytes", unit: "bytes" }),
      part(52, -1, { title: "Days" }),
    ];
    expect(toWhyNotHigher(parts, 0.2, 1999)).toBe(
      "Held down by Bytes (51 bytes) and Ports (50 hosts). With 1,999 calibration subjects no p-value is below 0.0005.",
    );
    expect(toWhyNotHigher([part(400, 5)], 1, 0)).toContain("too few subjects to calibrate");
    expect(toWhyNotHigher([part(400, 5)], 1 / 100, 99)).toBe(
      "No feature pulls the score down. With 99 calibration subjects no p-value is below 0.01, and this one is at that limit.",
    );
  });
});

describe("quantities", () => {
  it.each([
    [0, "0"],
    [1234567, "1,234,567"],
    [-1234.5, "-1,235"],
    [12.345, "12.3"],
    [1.5, "1.5"],
    [0.123456, "0.12"],
    [0.00123, "0.0012"],
    [1e-7, "1.0e-7"],
    [3e18, "3.0e18"],
  ])("writes %d as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([
    [1, "events", "1 event"],
    [1, "queries", "1 query"],
    [2, "events", "2 events"],
    [1, "bytes", "1 byte"],
    [15_300_000, "bytes", "15.3 MB"],
    [0.25, "s", "250 ms"],
    [45, "s", "45 s"],
    [600, "s", "10 min"],
    [90_000, "s", "25 h"],
    [864_000, "s", "10 days"],
    [1500, "ms", "1.5 s"],
    [0.4, "share", "40 %"],
    [7, "", "7"],
  ])("writes %d %s as %s", (value, unit, text) => expect(formatQuantity(value, unit)).toBe(text));

  it("writes windows in UTC", () => {
    const at = Date.UTC(2026, 0, 5, 13, 7) * 1000;
    expect(formatWindow("day", at)).toBe("2026-01-05");
    expect(formatWindow("instance", at)).toBe("2026-01-05 13:07 UTC");
  });

  it("writes p-values with two digits", () => {
    expect(formatP(0.04321)).toBe("0.043");
    expect(formatP(0.00001234)).toBe("1.2e-5");
  });
});
