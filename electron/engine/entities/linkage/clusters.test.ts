import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../shared/lib/random.ts";
import { bridgesOf, clustersOf, type Edge } from "./clusters.ts";

function madeEdges(count: number, edges: number, seed: number): Edge[] {
  const random = createRandom(seed);
  const any = (): number => random.below(count);
  return Array.from({ length: edges }, () => ({ a: any(), b: any() })).filter(({ a, b }) => a !== b);
}

/** Records that can be reached from one, by trying every edge until nothing changes. */
function reach(from: number, edges: readonly Edge[]): Set<number> {
  const found = new Set([from]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { a, b } of edges) if (found.has(a) !== found.has(b)) found.add(a).add(b);
  }
  return found;
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe("connected components", () => {
  it.each(seeds)("hold exactly what can be reached (%i)", (seed) => {
    const edges = madeEdges(40, 26, seed);
    const clusters = clustersOf(40, edges);
    for (let record = 0; record < 40; record += 1) expect(clusters[record]).toBe(Math.min(...reach(record, edges)));
  });
});

describe("bridges", () => {
  it.each(seeds)("are the edges without which two large parts come apart (%i)", (seed) => {
    const edges = madeEdges(24, 26, seed);
    const expected = edges.flatMap(({ a, b }, i) => {
      const rest = edges.filter((_, other) => other !== i);
      const [one, other] = [reach(a, rest), reach(b, rest)];
      return !one.has(b) && one.size >= 3 && other.size >= 3 ? [i] : [];
    });
    expect(bridgesOf(24, edges, 3)).toEqual(expected);
  });

  it("are found in a chain too long to recurse over", () => {
    const edges = Array.from({ length: 50_000 }, (_, i) => ({ a: i, b: i + 1 }));
    expect(bridgesOf(50_001, edges, 3)).toHaveLength(50_000 - 4);
  });
});
