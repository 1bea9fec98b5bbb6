/**
 * Works on a workspace until somebody kills it: imports a file or judges anomalies one after the other, and writes a line to
 * stdout for each thing the engine has acknowledged. Before it imports it says what the last one left.
 */
import { readdirSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";

const [mode = "", workspaceDir = "", file = ""] = process.argv.slice(2);
const engine = await createEngine({ workspaceDir });
const client = createInProcessClient(engine, { trust: "local", host: "test" });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (mode === "import") {
  const snapshots = (await client.call("telemetry.snapshots", {})).map(({ id }) => id);
  const isWhole = (await client.call("audit.verify", {})).ok;
  say(`left ${JSON.stringify({ snapshots, isWhole, folders: readdirSync(join(workspaceDir, "snapshots")) })}`);
}
const rows = mode === "judge" ? (await client.call("triage.queue", { limit: 1000, show: "all" })).rows : [];
// Killed, it would keep none of what the next one compiles anew.
flushCompileCache();
say("ready");
if (mode === "import") {
  const result = await client.call("telemetry.import", { paths: [file], source: "crash" });
  say(`imported ${result.snapshotId}`);
} else {
  const verdicts = ["malicious", "benign", "suspicious"] as const;
  for (let i = 0; ; i++) {
    const row = rows[i % rows.length];
    if (row === undefined) throw new Error("the queue is empty");
    const judged = await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: verdicts[i % 3] ?? "benign" });
    say(`judged ${judged.decision}`);
    if (i % 5 === 4) say(`undone ${(await client.call("decisions.undo", {})).undone}`);
  }
}
