import type { EngineChild } from "../hosts/worker/messages.ts";

/** The part of Electron's UtilityProcess that is needed. */
export interface UtilityProcessLike {
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
}

/** An engine in an Electron utility process, as the supervisor wants it. What it writes goes to our stderr. */
export function toEngineChild(child: UtilityProcessLike): EngineChild {
  let exited: number | undefined;
  child.on("exit", (code) => {
    exited = code;
  });
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  return {
    send: (message) => {
      if (exited === undefined) child.postMessage(message);
    },
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => {
      if (exited === undefined) child.on("exit", (code) => listener(`exit ${code}`));
      else queueMicrotask(() => listener(`exit ${exited ?? "unknown"}`));
    },
    kill: () => void child.kill(),
  };
}
