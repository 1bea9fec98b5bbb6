/** Opens the workspace named by the first argument and holds it until killed, or says why it cannot. */
import { writeSync } from "node:fs";
import { AppError } from "../../shared/contract/errors.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";

try {
  openWorkspace(process.argv[2] ?? "", { readOnly: process.argv[3] === "read-only" });
  writeSync(1, `open ${process.pid}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  writeSync(1, `${error.code}: ${error.message}\n`);
}
