/** Opens the workspace named by the first argument and promotes and rolls back without end; each durable change's number is written to stdout. */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { promoteVersion } from "../../electron/engine/lifecycle/promote.ts";
import { rollBack } from "../../electron/engine/lifecycle/rollback.ts";
import type { StageWork } from "../../electron/engine/lifecycle/end-champion.ts";
import { modelVersions } from "../../electron/engine/scoring/versions.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";

const model = "beaconing";
const workspace = openWorkspace(process.argv[2] ?? "");
const { db, log } = workspace;
const work: Pick<StageWork, "db" | "log"> = { db, log };
// Killed, it would keep none of what the next one compiles anew.
flushCompileCache();
writeSync(1, "open\n");
for (;;) {
  const versions = modelVersions(db, model);
  const from = versions.find(({ stage }) => stage === "champion");
  const next = versions.find(({ stage }) => stage !== "champion");
  if (next === undefined) throw new Error("there is another version");
  promoteVersion(db, log, { model, version: next.id, reason: "y".repeat(500), analyst: "ana" });
  writeSync(1, `${log.head().seq}\n`);
  if (from === undefined) continue;
  const plan = { model, from: next.id, to: from.id, isPossible: true, because: "", checks: [], earlier: [from.id] };
  rollBack(work, plan, { actor: "ana", reason: "y".repeat(500) });
  writeSync(1, `${log.head().seq}\n`);
}
