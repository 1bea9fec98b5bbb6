import { describe, expect, it } from "vitest";
import { benjaminiHochberg, benjaminiYekutieli } from "./false-discovery.ts";

const p = Float64Array.of(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34);

/** What scipy.stats.false_discovery_control of SciPy 1.17.1 gives for `p`. */
const scipy = {
  bh: [0.015, 0.06, 0.126, 0.126, 0.126, 0.15, 0.15857142857142856, ...Array.from({ length: 7 }, () => 0.29464285714285715), 0.34],
  by: [
    0.0497734348984349,
    0.1990937395937396,
    ...Array.from({ length: 3 }, () => 0.4180968531468532),
    0.49773434898434904,
    0.5261763117834547,
    ...Array.from({ length: 7 }, () => 0.9776924712192571),
    1,
  ],
};

describe("adjusted p-values", () => {
  it("agree with SciPy, for both procedures", () => {
    for (const [i, expected] of scipy.bh.entries()) expect(benjaminiHochberg(p)[i]).toBeCloseTo(expected, 12);
    for (const [i, expected] of scipy.by.entries()) expect(benjaminiYekutieli(p)[i]).toBeCloseTo(expected, 12);
  });

  it("come in the order the p-values were given in", () => {
    const turned = benjaminiYekutieli(p.toReversed());
    expect(turned.toReversed()).toEqual(benjaminiYekutieli(p));
    expect(benjaminiYekutieli(new Float64Array())).toHaveLength(0);
  });
});
