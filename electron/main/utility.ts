/** The part of Electron's UtilityProcess that is needed. */
export interface UtilityProcessLike {
  /** Undefined until it runs, and again when it has ended. */
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  on(event: "spawn", listener: () => void): unknown;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
}

/**
 * `kill()` asks to end, which a process that hangs or is stopped does not hear. Before a process is up it does nothing, and there is
 * no number to end it by: then it is ended as soon as it is.
 */
export function killUtility(child: Pick<UtilityProcessLike, "pid" | "on">): void {
  if (child.pid === undefined) child.on("spawn", () => endNow(child.pid));
  else endNow(child.pid);
}

function endNow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It ended by itself, and the news of it are on their way.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
