import { describe, expect, it } from "vitest";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { createComparisons } from "./comparisons.ts";
import type { PeerGroups } from "./peer-groups.ts";

const dayUs = 86_400_000_000;

/** One row per host and day with one feature. */
function matrixOf(rows: readonly (readonly [host: string, value: number])[]): FeatureMatrix {
  return {
    rowCount: rows.length,
    keys: [{ column: "host", values: rows.map(([host]) => host) }],
    labels: rows.map(([host]) => host),
    windowFromUs: Float64Array.from(rows, (_, i) => i * dayUs),
    windowToUs: Float64Array.from(rows, (_, i) => (i + 1) * dayUs),
    events: new Float64Array(rows.length),
    extras: new Map(),
    featureNames: ["f"],
    observed: Float64Array.from(rows, ([, value]) => value),
    model: new Float32Array(rows.length),
  };
}

const grain = { subject: "hosts", keys: [{ column: "host", entity: "host", title: "Host" }], window: "day" } as const;
const servers: PeerGroups = {
  column: "host",
  groupOf: (name) =>
    name.startsWith("srv") ? { title: "hosts with the role server" } : { unknownBecause: "no CMDB row gives its host a role" },
};
const compare = (matrix: FeatureMatrix, row: number, groups = servers, window: "day" | "instance" = "day") =>
  createComparisons(matrix, { ...grain, keys: [...grain.keys], window }, [row], groups)(row)[0];

const days = (host: string, ...values: number[]) => values.map((value): [string, number] => [host, value]);

describe("where a value stands", () => {
  const matrix = matrixOf([
    ...days("srv1", 50, 1, 2, 3, 4, 60),
    ...days("srv2", 10, 20),
    ...["srv3", "srv4", "srv5", "srv6"].flatMap((host) => days(host, 70)),
    ...days("ws1", 5, 6, 7),
  ]);

  it("among its own other windows, its peers and all others, its own value never among them", () => {
    expect(compare(matrix, 0)).toEqual({
      own: { n: 5, lower: 4 / 5, higher: 1 / 5, of: "its own other windows" },
      peers: { n: 6, lower: 2 / 6, higher: 4 / 6, of: "5 other hosts with the role server" },
      estate: { n: 14, lower: 9 / 14, higher: 5 / 14, of: "other subjects of the run" },
    });
  });

  it("is unknown among fewer than five, with the reason", () => {
    expect(compare(matrix, 6)).toMatchObject({ own: { unknownBecause: "only 1 other windows of it in the run" } });
    expect(compare(matrix, 12)).toMatchObject({ peers: { unknownBecause: "no CMDB row gives its host a role" }, estate: { n: 14 } });
    const few = matrixOf([...days("srv1", 1, 2), ...days("srv2", 3)]);
    expect(compare(few, 0)).toMatchObject({
      peers: { unknownBecause: "no peer group: 1 other hosts with the role server" },
      estate: { unknownBecause: "fewer than five other subjects in the run" },
    });
  });

  it("does not count what is not recorded, and says nothing of it", () => {
    const gaps = matrixOf(days("srv1", Number.NaN, 1, 2, 3, Number.NaN, 4, 5, 6));
    expect(compare(gaps, 0)?.estate).toEqual({ unknownBecause: "the value is not recorded" });
    expect(compare(gaps, 7)?.own).toEqual({ n: 5, lower: 1, higher: 0, of: "its own other windows" });
  });

  it("counts equal values on neither side", () => {
    expect(compare(matrixOf(days("srv1", 1, 1, 1, 1, 1, 0, 2)), 0)?.own).toMatchObject({ n: 6, lower: 1 / 6, higher: 1 / 6 });
  });

  it("has no own windows where subjects are instances", () => {
    expect(compare(matrix, 0, servers, "instance")?.own).toEqual({ unknownBecause: "a subject of this model is seen once, in one window" });
  });
});
