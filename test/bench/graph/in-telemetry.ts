import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaseDays, daysOf } from "../../../electron/engine/context/widened.ts";
import { expandNode } from "../../../electron/engine/context/expand.ts";
import type { Reader } from "../../../electron/engine/duckdb/read-rows.ts";
import { dayOf } from "../../../electron/engine/relations/relations.ts";
import { openEngine } from "../../engine/duckdb-setup.ts";
import { type Event, writeSnapshot } from "../../engine/snapshot-fixture.ts";
import type { Figure } from "./figure.ts";

const dayUs = 86_400_000_000;
const t0 = Date.UTC(2026, 2, 2, 9) * 1000;
const days = 30;
const neighbours = 5000;

const address = (i: number): string => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
const contact = (day: number, src: string, dst: string): Event => ({
  time: t0 + day * dayUs + 1,
  src_endpoint_ip: src,
  dst_endpoint_ip: dst,
});

/** A server that 5,000 clients talk to, each on some of thirty days, and as many clients that do not. */
function* events(): Generator<Event> {
  for (let day = 0; day < days; day += 1)
    for (let i = 0; i < neighbours; i += 1) {
      if ((i + day) % 3 === 0) yield contact(day, address(65_536 + i), "192.0.2.53");
      if ((i + day) % 5 === 0) yield contact(day, address(131_072 + i), address(196_608 + (i % 900)));
    }
}

/** What counting and paging the neighbours of a hub costs in the telemetry, its cache built. */
export async function measureInTelemetry(runs: number): Promise<Figure[]> {
  const root = mkdtempSync(join(tmpdir(), "quarry-bench-graph-"));
  const { engine, snapshotsDir } = openEngine(root);
  const { id } = writeSnapshot(snapshotsDir, [{ class: "network_activity", events: [...events()] }]);
  const reader: Reader = { queryEngine: engine, scope: { snapshots: [id] }, signal: undefined };
  const ofCase: CaseDays = { day: dayOf(t0 + (days - 1) * dayUs), daysBefore: () => days - 1, assetAt: () => undefined };
  const ask = (kind: string | undefined, offset: number): ReturnType<typeof expandNode> =>
    expandNode(reader, { node: "ip:192.0.2.53", drawn: undefined, kind, offset, limit: 15, span: daysOf({}) }, ofCase);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const { kinds } = await ask(undefined, 0);
  const [hub] = kinds;
  if (hub === undefined || hub.nodes !== neighbours) throw new Error(`the hub was counted with ${hub?.nodes ?? 0} neighbours`);
  const counts: number[] = [];
  const pages: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    counts.push(await timed(() => ask(undefined, 0)));
    pages.push(await timed(() => ask(hub.kind, 15 * run)));
  }
  await engine.close();
  rmSync(root, { recursive: true, force: true });
  return [
    { what: "hub of 5,000 neighbours in the telemetry, counted", times: counts, barMs: 500 },
    { what: "hub of 5,000 neighbours in the telemetry, a page of fifteen", times: pages, barMs: 500 },
  ];
}
