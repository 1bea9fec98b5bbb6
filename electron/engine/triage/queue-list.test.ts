import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { type Listed, reordered } from "./queue-list.ts";

const listed = (no: number, place: number, isLast: boolean, weight: number): Listed => ({
  id: `a${String(no).padStart(4, "0")}`,
  run: "run",
  model: no % 2 === 0 ? "beaconing" : "dns-tunnel",
  place,
  tie: 0.5,
  isLast,
  weight,
  health: null,
  text: "",
});

/** The order as its rule says it, with every anomaly sorted anew. */
const sorted = (all: readonly Listed[], ranks: ReadonlyMap<string, number>): string[] =>
  all
    .map((one) => ({ ...one, key: (ranks.get(one.id) ?? one.place) / one.weight }))
    .toSorted(
      (a, b) =>
        Number(a.isLast) - Number(b.isLast) ||
        a.key - b.key ||
        a.tie - b.tie ||
        (a.model === b.model ? (a.id < b.id ? -1 : 1) : a.model < b.model ? -1 : 1),
    )
    .map(({ id }) => id);

describe("the order of a queue", () => {
  it("with some at other places is the one that sorting all of them anew gives", () => {
    const random = createRandom(7);
    for (let round = 0; round < 200; round++) {
      const made = Array.from({ length: random.below(60) }, (_, no) =>
        listed(no, 1 + random.below(30), random.below(6) === 0, [1, 0.5, 0.25][random.below(3)] ?? 1),
      );
      const inOrder = new Map(made.map((one) => [one.id, one]));
      const all = sorted(made, new Map()).flatMap((id) => inOrder.get(id) ?? []);
      const ranks = new Map(all.filter(() => random.below(3) === 0).map(({ id }) => [id, 1 + random.below(30)]));
      expect(reordered({ all }, ranks).map(({ id }) => id)).toEqual(sorted(made, ranks));
    }
  });
});
