import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPaths, hubPenalty, mostHops, type PathEdge, type PathNode, type PathQuestion, pathsWanted } from "./graph-paths.ts";

const node = (id: string, neighbours = 0, isShared = false): PathNode => ({ id, neighbours, isShared });
const edge = (src: string, dst: string, hint: Partial<PathEdge> = {}): PathEdge => ({
  id: `${src}${dst}${hint.relation ?? ""}`,
  src,
  dst,
  relation: "reached",
  from: null,
  to: null,
  confidence: 1,
  ...hint,
});
const question = (hint: Partial<PathQuestion> = {}): PathQuestion => ({
  a: "a",
  b: "b",
  direction: "along",
  respectsTime: false,
  passesShared: false,
  ...hint,
});

/** All simple paths, one by one: slow and plain. */
function bruteForce(nodes: readonly PathNode[], edges: readonly PathEdge[], asked: PathQuestion): { key: string; cost: number }[] {
  const best = new Map<string, number>();
  const walk = (at: string, path: readonly string[], cost: number, time: number): void => {
    if (at === asked.b) {
      const key = path.join(">");
      best.set(key, Math.min(best.get(key) ?? Number.POSITIVE_INFINITY, cost));
      return;
    }
    if (path.length > mostHops) return;
    for (const one of edges) {
      if (asked.relations !== undefined && !asked.relations.has(one.relation)) continue;
      const ways =
        asked.direction === "either"
          ? ([
              [one.src, one.dst],
              [one.dst, one.src],
            ] as const)
          : ([[one.src, one.dst]] as const);
      for (const [from, to] of ways) {
        const target = nodes.find((candidate) => candidate.id === to);
        if (from !== at || target === undefined || path.includes(to)) continue;
        if (to !== asked.b && target.isShared && !asked.passesShared) continue;
        const [start, end] = [Math.min(one.from ?? -1e9, one.to ?? -1e9), Math.max(one.from ?? 1e9, one.to ?? 1e9)];
        if (asked.respectsTime && end < time) continue;
        const step = 1 + 4 * (1 - one.confidence) + (to === asked.b ? 0 : hubPenalty(target.neighbours));
        walk(to, [...path, to], cost + step, Math.max(time, start));
      }
    }
  };
  walk(asked.a, [asked.a], 0, Number.NEGATIVE_INFINITY);
  return [...best].map(([key, cost]) => ({ key, cost })).toSorted((x, y) => x.cost - y.cost);
}

const ids = ["a", "b", "c", "d", "e", "f", "g"];
const graphs = fc.record({
  nodes: fc.tuple(
    ...ids.map((id) => fc.record({ neighbours: fc.integer({ min: 0, max: 400 }), isShared: fc.boolean(), id: fc.constant(id) })),
  ),
  edges: fc.array(
    fc.record({
      src: fc.constantFrom(...ids),
      dst: fc.constantFrom(...ids),
      relation: fc.constantFrom("ran", "reached"),
      from: fc.integer({ min: 0, max: 9 }),
      to: fc.integer({ min: 0, max: 9 }),
      confidence: fc.constantFrom(0.5, 0.9, 1),
    }),
    { maxLength: 18 },
  ),
  direction: fc.constantFrom("either" as const, "along" as const),
  respectsTime: fc.boolean(),
  passesShared: fc.boolean(),
});
const withIds = (edges: readonly Omit<PathEdge, "id">[]): PathEdge[] => edges.map((one, i) => ({ ...one, id: `e${String(i)}` }));

describe("the cheapest paths", () => {
  test("are those that trying everything finds, in every direction, with and without time", () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, ...asked }) => {
        const numbered = withIds(edges);
        const expected = bruteForce(nodes, numbered, question(asked)).slice(0, pathsWanted);
        const { paths, isCut } = findPaths(nodes, numbered, question(asked));
        expect(isCut).toBe(false);
        expect(paths).toHaveLength(expected.length);
        for (const [i, path] of paths.entries()) expect(path.cost).toBeCloseTo(expected[i]?.cost ?? Number.NaN, 2);
      }),
      { numRuns: 300 },
    );
  });

  test("do not depend on the order of the input", () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, ...asked }) => {
        const numbered = withIds(edges);
        const answer = findPaths(nodes, numbered, question(asked));
        expect(findPaths(nodes.toReversed(), numbered.toReversed(), question(asked)).paths.map((path) => path.nodes)).toEqual(
          answer.paths.map((path) => path.nodes),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("backwards are the forward ones from the other end", () => {
    const edges = [edge("b", "c"), edge("c", "a")];
    const nodes = ids.map((id) => node(id));
    expect(findPaths(nodes, edges, question({ direction: "against" })).paths).toMatchObject([
      { nodes: ["a", "c", "b"], edges: ["ca", "bc"] },
    ]);
    expect(findPaths(nodes, edges, question()).paths).toEqual([]);
  });
});

describe("what a path may pass", () => {
  test("a certain way round beats a doubtful short cut", () => {
    const edges = [edge("a", "b", { confidence: 0.5 }), edge("a", "c"), edge("c", "b")];
    const { paths } = findPaths(
      ["a", "b", "c"].map((id) => node(id)),
      edges,
      question(),
    );
    expect(paths.map((path) => [path.nodes.join(""), path.cost, path.confidence])).toEqual([
      ["acb", 2, 1],
      ["ab", 3, 0.5],
    ]);
  });

  test("a shared node is passed only when allowed, but may be an end", () => {
    const edges = [edge("a", "c"), edge("c", "b")];
    const nodes = [node("a"), node("b"), node("c", 900, true)];
    expect(findPaths(nodes, edges, question()).paths).toEqual([]);
    expect(findPaths(nodes, edges, question({ passesShared: true })).paths).toHaveLength(1);
    expect(findPaths(nodes, edges, question({ b: "c" })).paths).toHaveLength(1);
  });

  test("six hops are walked and seven are not", () => {
    const line = (hops: number): PathEdge[] => Array.from({ length: hops }, (_, i) => edge(`n${String(i)}`, `n${String(i + 1)}`));
    const nodes = Array.from({ length: 8 }, (_, i) => node(`n${String(i)}`));
    expect(findPaths(nodes, line(6), question({ a: "n0", b: "n6" })).paths).toHaveLength(1);
    expect(findPaths(nodes, line(7), question({ a: "n0", b: "n7" })).paths).toEqual([]);
  });

  test("with time a step is never earlier than the one before, even when a clock gave an end before its start", () => {
    const nodes = ["a", "b", "c"].map((id) => node(id));
    const asked = question({ respectsTime: true });
    const late = edge("a", "c", { from: 50, to: 60 });
    expect(findPaths(nodes, [late, edge("c", "b", { from: 10, to: 20 })], asked).paths).toEqual([]);
    expect(findPaths(nodes, [late, edge("c", "b", { from: 70, to: 10 })], asked).paths).toHaveLength(1);
  });

  test("only the named relations are walked", () => {
    const edges = [edge("a", "b", { relation: "owns" }), edge("a", "c"), edge("c", "b")];
    const nodes = ["a", "b", "c"].map((id) => node(id));
    expect(findPaths(nodes, edges, question({ relations: new Set(["reached"]) })).paths.map((path) => path.nodes)).toEqual([
      ["a", "c", "b"],
    ]);
  });

  test("a thicket of cycles without a way out is answered, and one of too many ways is given up and said so", () => {
    const names = Array.from({ length: 120 }, (_, i) => `n${String(i)}`);
    const cycles = names.flatMap((src) => names.filter((dst) => dst !== src).map((dst) => edge(src, dst, { from: 100, to: 100 })));
    const nodes = [...names.map((id) => node(id)), node("b")];
    const asked = question({ a: "n0", respectsTime: true });
    expect(findPaths(nodes, [...cycles, edge("n9", "b", { from: 1, to: 2 })], asked)).toEqual({ paths: [], isCut: false });
    const many = ["ac", "cb"].flatMap(([src = "", dst = ""]) =>
      Array.from({ length: 400 }, (_, i) => edge(src, dst, { relation: String(i), from: 1, to: 9 })),
    );
    const { paths, isCut } = findPaths(
      ["a", "b", "c"].map((id) => node(id)),
      many,
      question({ respectsTime: true }),
    );
    expect([paths.map((path) => path.nodes), isCut]).toEqual([[["a", "c", "b"]], true]);
  });
});
