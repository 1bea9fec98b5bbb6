import { describe, expect, it } from "vitest";
import { type FoilReport, foilVerdict } from "./foil.ts";

const report = (packageOnly: number, foilOnly: number, both = 3): FoilReport => ({
  schema: 1,
  featureSqlDigest: "",
  budget: 10,
  seeds: 1,
  sets: [{ set: "a", cases: packageOnly + foilOnly + both + 1, both, packageOnly, foilOnly }],
});

describe("a package beside its foil", () => {
  it("says nothing where fewer than six cases tell them apart, however one-sided", () => {
    expect(foilVerdict(report(5, 0))).toMatchObject({ verdict: "not enough cases", n: 9, found: 8, foilFound: 3 });
    expect(foilVerdict(report(0, 0)).verdict).toBe("not enough cases");
  });

  it("beats the foil when a fair coin would hardly do as well", () => {
    expect(foilVerdict(report(6, 0)).verdict).toBe("beats");
    expect(foilVerdict(report(6, 0)).p).toBeCloseTo(2 / 64, 12);
    expect(foilVerdict(report(9, 1)).p).toBeCloseTo(22 / 1024, 12);
  });

  it("does not beat it when as many cases are lost, or more", () => {
    expect(foilVerdict(report(5, 5))).toMatchObject({ verdict: "does not beat", p: 1 });
    expect(foilVerdict(report(0, 8)).verdict).toBe("does not beat");
  });
});
