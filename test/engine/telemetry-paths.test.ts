import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTelemetryPaths } from "../../electron/engine/context/telemetry-paths.ts";
import { daysOf, sharedFrom } from "../../electron/engine/context/widened.ts";
import type { Reader } from "../../electron/engine/duckdb/read-rows.ts";
import { dayOf } from "../../electron/engine/relations/relations.ts";
import { openEngine, type TestEngine } from "./duckdb-setup.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

const day = 86_400_000_000;
const t0 = Date.UTC(2026, 2, 2, 9) * 1000;
const contact = (d: number, src: string, dst: string): Event => ({ time: t0 + d * day, src_endpoint_ip: src, dst_endpoint_ip: dst });

/** a talks to b through two steps on rising days, to c on falling ones, to everything through a server that everyone uses. */
const events: Event[] = [
  contact(1, "10.0.0.1", "10.0.0.2"),
  contact(2, "10.0.0.2", "10.0.0.3"),
  contact(5, "10.0.0.1", "10.0.0.4"),
  contact(1, "10.0.0.4", "10.0.0.5"),
  contact(0, "10.0.0.1", "10.0.0.53"),
  contact(0, "10.0.9.9", "10.0.0.53"),
  ...Array.from({ length: sharedFrom }, (_, i) => contact(0, `10.1.${i >> 8}.${i & 255}`, "10.0.0.53")),
];

let root: string;
let opened: TestEngine;
let reader: Reader;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-paths-"));
  opened = openEngine(root);
  const { id } = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events }]);
  reader = { queryEngine: opened.engine, scope: { snapshots: [id] }, signal: undefined };
});
afterAll(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const days = { day: dayOf(t0 + 5 * day), daysBefore: () => 5, assetAt: () => undefined };
const none = { nodes: [], edges: [] };
const find = (b: string, change: { respectsTime?: boolean; passesShared?: boolean; from?: number; words?: string[] } = {}) => {
  const { from, words, respectsTime = false, passesShared = false } = change;
  const question = { a: "ip:10.0.0.1", b, direction: "along" as const, respectsTime, passesShared };
  return findTelemetryPaths(reader, { question, words, span: daysOf({ from }), graph: none }, days);
};

describe("paths in the telemetry", () => {
  it("lead over what was seen, with its dates and counts", async () => {
    const { paths, edges, nodes } = await find("ip:10.0.0.3");
    expect(paths.map((path) => path.nodes)).toEqual([["ip:10.0.0.1", "ip:10.0.0.2", "ip:10.0.0.3"]]);
    expect(edges.map((edge) => [edge.relation, edge.n, edge.from])).toEqual([
      ["contacted", 1, t0 + day],
      ["contacted", 1, t0 + 2 * day],
    ]);
    expect(nodes.map((node) => node.label)).toEqual(expect.arrayContaining(["10.0.0.1", "10.0.0.2", "10.0.0.3"]));
  });

  it("do not go back in time when they must not", async () => {
    expect((await find("ip:10.0.0.5")).paths).toHaveLength(1);
    expect((await find("ip:10.0.0.5", { respectsTime: true })).paths).toEqual([]);
    expect((await find("ip:10.0.0.3", { respectsTime: true })).paths).toHaveLength(1);
  });

  it("keep to the window and to the relations that are asked for", async () => {
    expect((await find("ip:10.0.0.3", { from: t0 + 3 * day })).paths).toEqual([]);
    expect((await find("ip:10.0.0.3", { words: ["started"] })).paths).toEqual([]);
    expect((await find("ip:10.0.0.3", { words: ["contacted"] })).paths).toHaveLength(1);
  });

  it("pass through what everyone uses only when that is allowed", async () => {
    const either = (passesShared: boolean) =>
      findTelemetryPaths(
        reader,
        {
          question: { a: "ip:10.0.0.1", b: "ip:10.0.9.9", direction: "either", respectsTime: false, passesShared },
          words: undefined,
          span: daysOf({}),
          graph: none,
        },
        days,
      );
    const refused = await either(false);
    expect([refused.paths, refused.looked.sharedRefused]).toEqual([[], 1]);
    const passed = await either(true);
    expect(passed.paths[0]?.nodes).toEqual(["ip:10.0.0.1", "ip:10.0.0.53", "ip:10.0.9.9"]);
    expect(passed.nodes.find((node) => node.id === "ip:10.0.0.53")?.badges).toEqual(["shared"]);
  });

  it("are the same each time", async () => {
    expect(await find("ip:10.0.0.3")).toEqual(await find("ip:10.0.0.3"));
  });
});
