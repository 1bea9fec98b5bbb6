/** Opens the workspace named by the first argument and decides without end; each durable decision's number is written to stdout. */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { inTransaction } from "../../electron/engine/sqlite/statement.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";

const workspace = openWorkspace(process.argv[2] ?? "");
const project = workspace.db.prepare(
  "INSERT INTO verdict_current (anomaly_id, decision_id, verdict, reason, note, analyst, at_us) VALUES (?, ?, 'benign', '', '', 'ana', 0)",
);
// Killed, it would keep none of what the next one compiles anew.
flushCompileCache();
writeSync(1, "open\n");
for (;;) {
  const decision = inTransaction(workspace.db, () => {
    const appended = workspace.log.append({ actor: "ana", kind: "verdict", body: { text: "y".repeat(500) } });
    project.run(`a${appended.seq}`, appended.id);
    return appended;
  });
  writeSync(1, `${decision.seq}\n`);
}
