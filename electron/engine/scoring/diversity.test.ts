import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placesByTurn, type Placeable } from "./diversity.ts";

const of = (subjectKey: string, ...entities: string[]): Placeable => ({ subjectKey, entities });

describe("places in the queue", () => {
  it("let one host come three times before the others had their turn", () => {
    const noisy = Array.from({ length: 6 }, (_, i) => of(`noisy-${i}`, "host:noisy"));
    expect(placesByTurn([...noisy, of("a", "host:a"), of("b", "host:b")])).toEqual([1, 2, 3, 6, 7, 8, 4, 5]);
  });

  it("let the same subject of another day wait until every other subject was shown once", () => {
    expect(placesByTurn([of("pair", "ip:1"), of("pair", "ip:1"), of("other", "ip:2")])).toEqual([1, 3, 2]);
  });

  it("are the ranks where there is nothing to take turns with", () => {
    expect(placesByTurn([of("a", "h"), of("b", "h"), of("c", "h"), of("d", "h"), of("e", "h")])).toEqual([1, 2, 3, 4, 5]);
    expect(placesByTurn([])).toEqual([]);
  });

  it("are each given once, the strangest first, and never worse than the rank by what came later", () => {
    const subject = fc.record({
      subjectKey: fc.constantFrom("a", "b", "c", "d"),
      entities: fc.array(fc.constantFrom("x", "y", "z"), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 40 }), (ranked) => {
        const places = placesByTurn(ranked);
        expect(places.toSorted((a, b) => a - b)).toEqual(ranked.map((_, i) => i + 1));
        if (ranked.length > 0) expect(places[0]).toBe(1);
      }),
    );
  });
});
