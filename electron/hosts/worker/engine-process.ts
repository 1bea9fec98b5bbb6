import { parseArgs } from "node:util";
import { AppError } from "../../../shared/contract/errors.ts";
import { createEngine } from "../../engine/engine.ts";
import type { Engine } from "../../engine/engine-interface.ts";
import { openParentPipe } from "../../engine/parent-pipe.ts";
import { log } from "../log.ts";
import { askForChildren } from "./ask-for-children.ts";
import { serveEngineProcess } from "./serve-process.ts";

/**
 * The engine's process, for a host that starts it: `--workspace DIR` is opened, or made when there is none; read-only where nothing
 * can be written, and with `--read-only`. With `--asks-for-children` the host starts the processes of models made elsewhere.
 */
const { values } = parseArgs({
  options: { workspace: { type: "string" }, "asks-for-children": { type: "boolean" }, "read-only": { type: "boolean" } },
});
const workspaceDir = values.workspace;
if (workspaceDir === undefined) throw new Error("--workspace is missing");

const { pipe, startChild } = askForChildren(openParentPipe());
const options = {
  workspaceDir,
  warm: true,
  keepsBackups: true,
  fillsAfterMs: 1000,
  log: (line: string) => log("engine", { line }),
  ...(values["asks-for-children"] === true ? { startChild } : {}),
};

async function openEngine(): Promise<Engine> {
  if (values["read-only"] === true) return createEngine({ ...options, readOnly: true });
  try {
    return await createEngine({ ...options, create: true });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "read-only") throw error;
    return createEngine({ ...options, readOnly: true });
  }
}

void serveEngineProcess(openEngine, pipe);
