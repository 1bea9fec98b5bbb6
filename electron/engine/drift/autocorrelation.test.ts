import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { autocorrelation, effectiveSize } from "./autocorrelation.ts";

describe("autocorrelation", () => {
  it("agrees with the textbook sum, missing values passed over", () => {
    // NumPy: sum((z[:-1]-m)*(z[1:]-m)) / sum((z-m)**2)
    expect(autocorrelation([1, 2, 3, 2, Number.NaN, 4, 5, 4, 6, 7, 6, 5, 7])).toBeCloseTo(0.572139303482587, 12);
    expect(autocorrelation([3, 3, 3])).toBe(0);
    expect(autocorrelation([])).toBe(0);
  });

  it("gives an effective size that predicts how much a mean varies", () => {
    const random = createRandom(4);
    const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
    const [n, rho] = [400, 0.6];
    const means: number[] = [];
    let r1 = 0;
    for (let repeat = 0; repeat < 400; repeat++) {
      let value = gaussian();
      const series = Float64Array.from({ length: n }, () => (value = rho * value + Math.sqrt(1 - rho * rho) * gaussian()));
      means.push(series.reduce((a, b) => a + b, 0) / n);
      r1 += autocorrelation(series) / 400;
    }
    const variance = means.reduce((sum, m) => sum + m * m, 0) / means.length;
    expect(1 / variance / effectiveSize(n, r1)).toBeGreaterThan(0.85);
    expect(1 / variance / effectiveSize(n, r1)).toBeLessThan(1.15);
  });

  it("never makes more of a sample than it is", () => {
    expect(effectiveSize(100, -0.5)).toBe(100);
    expect(effectiveSize(100, 0.999)).toBe(1);
    expect(effectiveSize(0, 0)).toBe(0);
  });
});
