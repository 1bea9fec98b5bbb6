import { parseArgs } from "node:util";
import { createEngine } from "../../engine/engine.ts";
import { log } from "../log.ts";
import { openParentPipe } from "./pipes.ts";
import { serveEngineProcess } from "./serve-process.ts";

/** The engine's process, for a host that starts it: `--workspace DIR` is opened, or made when there is none. */
const { values } = parseArgs({ options: { workspace: { type: "string" } } });
const workspaceDir = values.workspace;
if (workspaceDir === undefined) throw new Error("--workspace is missing");

void serveEngineProcess(
  () => createEngine({ workspaceDir, create: true, warm: true, log: (line) => log("engine", { line }) }),
  openParentPipe(),
);
