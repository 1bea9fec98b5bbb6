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

/** `kill()` asks to end, which a process that hangs or is stopped does not hear. */
export function killUtility(child: Pick<UtilityProcessLike, "pid" | "kill">): void {
  if (child.pid === undefined) child.kill();
  else process.kill(child.pid, "SIGKILL");
}
