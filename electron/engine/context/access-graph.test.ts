import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { type Access, distancesToCrowns, maxHops, pathFrom } from "./access-graph.ts";

const chain = (...ids: string[]): Access[] => ids.slice(1).map((dst, i) => ({ src: ids[i] ?? "", dst, relation: "uses" }));
const dc = { id: "dc", level: 4 };

describe("the distance to what is critical", () => {
  it("counts steps of access, and names the way", () => {
    const steps = distancesToCrowns(chain("ws", "alice", "admins", "dc"), [dc]);
    expect(steps.get("ws")).toMatchObject({ hops: 3, level: 4, crown: "dc" });
    expect(pathFrom(steps, "ws").map(({ id }) => id)).toEqual(["ws", "alice", "admins", "dc"]);
    expect(steps.get("dc")).toMatchObject({ hops: 0, next: undefined });
    expect(pathFrom(steps, "elsewhere")).toEqual([]);
  });

  it("goes no further than four steps, and against no direction", () => {
    const steps = distancesToCrowns([...chain("e", "d", "c", "b", "a", "dc"), ...chain("dc", "server")], [dc]);
    expect(steps.get("d")?.hops).toBe(maxHops);
    expect(steps.has("e")).toBe(false);
    expect(steps.has("server")).toBe(false);
  });

  it("takes the nearest, then the more critical, then the first by name", () => {
    const crowns = [
      { id: "b-3", level: 3 },
      { id: "a-4", level: 4 },
      { id: "c-4", level: 4 },
    ];
    const steps = distancesToCrowns(
      [...chain("x", "b-3"), ...chain("x", "c-4"), ...chain("x", "a-4"), ...chain("y", "z", "a-4"), ...chain("y", "b-3")],
      crowns,
    );
    expect(steps.get("x")).toMatchObject({ hops: 1, crown: "a-4" });
    expect(steps.get("y")).toMatchObject({ hops: 1, crown: "b-3" });
  });

  it("ends where access runs in circles, also those of its own making", () => {
    const circle = [...chain("a", "b", "c", "a"), ...chain("c", "dc"), ...chain("dc", "a"), ...chain("a", "a")];
    expect(distancesToCrowns(circle, [dc]).get("a")?.hops).toBe(3);
    expect(
      pathFrom(new Map([["a", { hops: 1, level: 4, crown: "a", next: { id: "a", relation: "owns" } }]]), "a").length,
    ).toBeLessThanOrEqual(maxHops + 1);
  });

  it("leads no way through what everybody has access to, though to it", () => {
    const everyone = Array.from({ length: 200 }, (_, i) => chain(`user-${i}`, "jump")).flat();
    const steps = distancesToCrowns([...everyone, ...chain("jump", "dc"), ...chain("lone", "bastion", "dc")], [dc]);
    expect(steps.get("jump")?.hops).toBe(1);
    expect(steps.has("user-7")).toBe(false);
    expect(steps.get("lone")?.hops).toBe(2);
    const direct = distancesToCrowns(Array.from({ length: 200 }, (_, i) => chain(`user-${i}`, "dc")).flat(), [dc]);
    expect(direct.get("user-7")?.hops).toBe(1);
  });

  it("is the same whatever the order of the input", () => {
    const random = createRandom(5);
    const pairs = Array.from({ length: 400 }, () => chain(`n${random.below(60)}`, `n${random.below(60)}`)).flat();
    const crowns = [1, 2, 3].map((i) => ({ id: `n${i}`, level: 3 + (i % 2) }));
    const told = (order: readonly Access[]): string =>
      JSON.stringify([...distancesToCrowns(order, crowns)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    for (let i = 0; i < 20; i += 1) {
      const shuffled = pairs
        .map((pair) => ({ pair, at: random.float() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ pair }) => pair);
      expect(told(shuffled)).toBe(told(pairs));
    }
  });
});
