import type { EngineChild } from "../hosts/worker/messages.ts";

/** The part of Electron's UtilityProcess that is needed. */
export interface UtilityProcessLike {
  /** Undefined until it runs, and again when it has ended. */
  readonly pid: number | undefined;
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

/** `kill()` asks to end, which a process that hangs or is stopped does not hear. */
export function killUtility(child: Pick<UtilityProcessLike, "pid" | "kill">): void {
  if (child.pid === undefined) child.kill();
  else process.kill(child.pid, "SIGKILL");
}
