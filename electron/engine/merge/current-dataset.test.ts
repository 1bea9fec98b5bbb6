import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Holding, joinedCurrent } from "./current-dataset.ts";

const ids = ["s1", "s2", "s3", "s4", "s5"];
const holding: fc.Arbitrary<Holding> = fc
  .tuple(fc.subarray(ids), fc.shuffledSubarray(ids))
  .map(([known, current]) => ({ known: new Set([...known, ...current]), current }));

describe("the current dataset version of merged copies", () => {
  it("is the same whichever is merged into which, and a copy's own when merged with itself", () => {
    fc.assert(
      fc.property(holding, holding, (a, b) => {
        expect(joinedCurrent(a, b)).toEqual(joinedCurrent(b, a));
        expect(joinedCurrent(a, a)).toEqual(a.current);
      }),
    );
  });

  it("has what either has, and not what one replaced or let go", () => {
    const base = ["s1", "s2"];
    const imported: Holding = { current: [...base, "s3"], known: new Set([...base, "s3"]) };
    const replaced: Holding = { current: ["s1", "s4"], known: new Set([...base, "s4"]) };
    expect(joinedCurrent(imported, replaced)).toEqual(["s1", "s3", "s4"]);
    expect(joinedCurrent({ current: base, known: new Set(base) }, imported)).toEqual(imported.current);
  });
});
