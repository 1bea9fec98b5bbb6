/** Opens the workspace named by the first argument, begins a copy of its database, closes while that is being written, and ends. */
import { existsSync, readdirSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { backUp } from "../../electron/engine/workspace/back-up.ts";

const workspace = openWorkspace(process.argv[2] ?? "");
const { backups } = workspace.paths;
const closing = new AbortController();
const copying = backUp(workspace.paths, "hand", closing.signal);
const isBegun = (): boolean => existsSync(backups) && readdirSync(backups).some((name) => name.endsWith(".partial"));
while (!isBegun()) await pause(1);
closing.abort();
const outcome = await copying.then(
  () => "it was made",
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);
workspace.close();
writeSync(1, outcome);
process.exit(0);
