import { openParentPipe } from "../../electron/engine/parent-pipe.ts";
import { serveEngineProcess } from "../../electron/hosts/worker/serve-process.ts";
import { AppError } from "../../shared/contract/errors.ts";
import { createEchoEngine } from "./echo-engine.ts";

/** The echo engine as a process of its own. Asked for anomaly `cancelled:`, it tells which calls were cancelled. */
async function open() {
  if (process.argv[2] === "locked") throw new AppError("workspace-locked", "the workspace is open elsewhere", { file: "lock" });
  const engine = createEchoEngine();
  const { handlers } = engine;
  return {
    ...engine,
    handlers: {
      ...handlers,
      "triage.record": async () => ({ eventId: "cancelled", file: "", record: 0, raw: JSON.stringify(engine.cancelled) }),
    },
  };
}

await serveEngineProcess(open, openParentPipe());
