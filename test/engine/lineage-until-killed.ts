/** Opens the lineage of the workspace named by the first argument and records runs without end; each durable event's number is written to stdout. */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { openLineage } from "../../electron/engine/lineage/lineage-log.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";

const workspace = openWorkspace(process.argv[2] ?? "");
const lineage = openLineage({ workspace, log: (line) => writeSync(2, `${line}\n`) });
// Killed, it would keep none of what the next one compiles anew.
flushCompileCache();
writeSync(1, "open\n");
const outputs = [{ name: "y".repeat(200_000) }];
for (;;) {
  const run = lineage.start("model.train", { inputs: [{ name: "dataset" }] });
  writeSync(1, `${lineage.head().seq}\n`);
  lineage.end(run, "COMPLETE", { outputs });
  writeSync(1, `${lineage.head().seq}\n`);
}
