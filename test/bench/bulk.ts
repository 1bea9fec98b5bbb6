/**
 * How long one verdict on ten thousand anomalies takes: `npm run bench -- bulk [--json]`. A real run over made flow logs surfaces a few
 * hundred anomalies; a further run of the same version holds 10,000 copies of them, each of a subject of its own. Ends with 1 when
 * recording or taking back is over its bar.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { copyAnomalies } from "./workspace/copy-anomalies.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const wanted = 10_000;
/** For recording 10,000 verdicts, and for taking them back. */
const barMs = 2000;
interface Figure {
  readonly what: string;
  readonly ms: number;
  readonly barMs: number | null;
}
const figures: Figure[] = [];
async function timed<T>(what: string, bar: number | null, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  figures.push({ what, ms: Math.round(performance.now() - from), barMs: bar });
  return result;
}

const dir = mkdtempSync(join(tmpdir(), "quarry-bulk-"));
const [load = 0] = loadavg();
try {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 20_000 }));
  const workspaceDir = join(dir, "workspace");
  const first = await createEngine({ workspaceDir, create: true });
  const own = createInProcessClient(first, { trust: "local", host: "bench" });
  await own.call("telemetry.import", { paths: [log], source: "bench" });
  await own.call("scoring.run", { models: ["beaconing"], budget: 200, auditShare: 0 });
  await first.close();
  copyAnomalies(workspaceDir, wanted);
  const engine = await createEngine({ workspaceDir });
  const client = createInProcessClient(engine, { trust: "local", host: "bench" });
  const { rows } = await client.call("triage.queue", { show: "all", limit: wanted, evidence: 0 });
  const ids = rows.map((row) => row.anomalyId);
  const [like] = ids;
  if (like === undefined || ids.length < wanted) throw new Error(`the run surfaced ${ids.length} of ${wanted} anomalies`);
  await timed("look at those like one of 10,000", null, () => client.call("bulk.preview", { like, same: "pattern", reasons: 1 }));
  const set = { like, chosen: ids, verdict: "benign" } as const;
  const { setId, applies } = await timed("look at 10,000 selected", null, () => client.call("bulk.preview", set));
  await timed(`judge ${applies}`, barMs, () => client.call("bulk.judge", { ...set, setId, reason: "scheduled" }));
  await timed("take them back", barMs, () => client.call("decisions.undo", {}));
  await timed("judge them again", barMs, () => client.call("decisions.redo", {}));
  await timed("first page of the queue as scored", null, () => client.call("triage.queue", { show: "all" }));
  await timed("first page of the queue as learnt, first time", null, () => client.call("triage.queue", { show: "all", order: "live" }));
  await timed("first page of the queue as learnt, again", null, () => client.call("triage.queue", { show: "all", order: "live" }));
  await engine.close();
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (values.json) console.log(JSON.stringify({ cores: cpus().length, load, figures }, null, 2));
else {
  console.log(`in ms, on ${cpus().length} cores with a load of ${load.toFixed(1)} before`);
  for (const { what, ms, barMs: bar } of figures)
    console.log(
      `${bar === null || ms <= bar ? "  " : "! "}${what.padEnd(50)}${String(ms).padStart(8)}${bar === null ? "" : `  <= ${bar}`}`,
    );
}
process.exitCode = figures.every(({ ms, barMs: bar }) => bar === null || ms <= bar) ? 0 : 1;
