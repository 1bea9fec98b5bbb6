import { describe, expect, it } from "vitest";
import { confidenceWeight } from "../../../shared/domain/verdict.ts";
import { capWeights, type Weighed } from "./label-weights.ts";

const day = 86_400_000_000;
const label = (given: Partial<Weighed>): Weighed => ({ subjectKey: "s", analyst: "ana", atUs: 0, weight: 1, propensity: 1, ...given });
const many = (n: number, of: (i: number) => Partial<Weighed>): Weighed[] => Array.from({ length: n }, (_, i) => label(of(i)));
const sum = (weights: readonly number[]): number => weights.reduce((a, b) => a + b, 0);

describe("weights of labels", () => {
  it("leave a small, varied set as it is", () => {
    const labels = many(10, (i) => ({ subjectKey: `s${i}` }));
    expect(capWeights(labels)).toEqual({ weights: labels.map(() => 1), reached: [] });
  });

  it("hold one subject to a tenth of the whole, however often it was judged", () => {
    const labels = [...many(80, () => ({ subjectKey: "noisy" })), ...many(120, (i) => ({ subjectKey: `s${i}`, atUs: i * day }))];
    const { weights, reached } = capWeights(labels);
    expect(sum(weights.slice(0, 80))).toBeCloseTo(20, 9);
    expect(weights.slice(80)).toEqual(Array.from({ length: 120 }, () => 1));
    expect(reached).toEqual(["1 × one subject held to 20.0 of the weight"]);
  });

  it("hold one analyst's day to half of the whole", () => {
    const labels = [
      ...many(90, (i) => ({ subjectKey: `a${i}`, analyst: "mallory" })),
      ...many(30, (i) => ({ subjectKey: `b${i}`, atUs: i * day })),
    ];
    const { weights } = capWeights(labels);
    expect(sum(weights.slice(0, 90))).toBeCloseTo(60, 9);
    expect(sum(weights.slice(90))).toBeCloseTo(30, 9);
  });

  it("count a doubtful verdict for less", () => {
    expect([confidenceWeight("low"), confidenceWeight("medium"), confidenceWeight("high"), confidenceWeight(undefined)]).toEqual([
      0.5, 0.8, 1, 1,
    ]);
  });
});
