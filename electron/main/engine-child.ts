import type { EngineChild } from "../hosts/worker/messages.ts";
import { killUtility, type UtilityProcessLike } from "./utility.ts";

/** An engine in an Electron utility process, as the supervisor wants it. What it writes goes to our stderr. */
export function toEngineChild(child: UtilityProcessLike): EngineChild {
  let exited: number | undefined;
  child.on("exit", (code) => {
    exited = code;
  });
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      if (exited === undefined) child.postMessage(message);
    },
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => {
      if (exited === undefined) child.on("exit", (code) => listener(`exit ${code}`));
      else queueMicrotask(() => listener(`exit ${exited ?? "unknown"}`));
    },
    kill: () => killUtility(child),
  };
}
