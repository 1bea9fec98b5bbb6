import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placesByTurn, type Placeable } from "./diversity.ts";

const of = (subjectKey: string, ...entities: string[]): Placeable => ({ subjectKey, entities });

describe("places in the queue", () => {
  it("let a host that has k places wait until k + 1 times its rank", () => {
    const noisy = Array.from({ length: 4 }, (_, i) => of(`noisy-${i}`, "host:noisy"));
    const others = Array.from({ length: 6 }, (_, i) => of(`other-${i}`, `host:${i}`));
    expect(placesByTurn([...noisy, ...others])).toEqual([1, 2, 7, 10, 3, 4, 5, 6, 8, 9]);
  });

  it("count the entity with the most places where a subject is made of several", () => {
    expect(placesByTurn([of("a", "account:x", "host:1"), of("b", "account:x", "host:2"), of("c", "host:3")])).toEqual([1, 3, 2]);
  });

  it("let the same subject of another day wait until every other subject was shown once", () => {
    expect(placesByTurn([of("pair", "ip:1"), of("pair", "ip:1"), of("other", "ip:2")])).toEqual([1, 3, 2]);
  });

  it("are the ranks where there is nothing to take turns with", () => {
    expect(placesByTurn([of("a", "h"), of("b", "h"), of("c", "h"), of("d", "h"), of("e", "h")])).toEqual([1, 2, 3, 4, 5]);
    expect(placesByTurn([])).toEqual([]);
  });

  it("are each given once, the strangest first, and in the order of ranks among subjects of the same entities", () => {
    const subject = fc.record({
      subjectKey: fc.constantFrom("a", "b", "c", "d"),
      entities: fc.array(fc.constantFrom("x", "y", "z"), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 40 }), (ranked) => {
        const places = placesByTurn(ranked);
        expect(places.toSorted((a, b) => a - b)).toEqual(ranked.map((_, i) => i + 1));
        if (ranked.length > 0) expect(places[0]).toBe(1);
        const alike = Map.groupBy(ranked.keys(), (i) => JSON.stringify(ranked[i]));
        for (const group of alike.values()) {
          const given = group.map((i) => places[i] ?? 0);
          expect(given).toEqual(given.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
