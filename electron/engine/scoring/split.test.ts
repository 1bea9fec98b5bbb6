import { describe, expect, it } from "vitest";
import { isCalibrationSubject } from "./split.ts";

describe("calibration split", () => {
  const subjects = Array.from({ length: 20_000 }, (_, i) => ({ src: `10.0.${i >> 8}.${i & 255}`, dst: "example.org" }));

  it("puts about the asked share of subjects into the calibration slice", () => {
    const share = subjects.filter((s) => isCalibrationSubject(s, 0.2)).length / subjects.length;
    expect(Math.abs(share - 0.2)).toBeLessThan(0.01);
  });

  it("keeps a subject on its side whatever order its keys come in, and a larger slice contains a smaller one", () => {
    for (const { src, dst } of subjects.slice(0, 500)) {
      expect(isCalibrationSubject({ dst, src }, 0.3)).toBe(isCalibrationSubject({ src, dst }, 0.3));
      if (isCalibrationSubject({ src, dst }, 0.1)) expect(isCalibrationSubject({ src, dst }, 0.3)).toBe(true);
    }
  });
});
