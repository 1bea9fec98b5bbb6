import { fork } from "node:child_process";
import type { EngineChild } from "./messages.ts";

/** What of the environment an engine process may see: nothing that could name a secret or change how Node loads code. */
const passedOn = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SYSTEMROOT",
  "LANG",
  "TZ",
  "NODE_ENV",
  "SOURCE_DATE_EPOCH",
  "QUARRY_CHECK_OUTPUT",
];

export function scrubbedEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = new Map<string, string>();
  for (const name of passedOn) {
    const value = env[name];
    if (value !== undefined) kept.set(name, value);
  }
  return Object.fromEntries(kept);
}

/** Starts an engine as a Node child process. `entry` is engine-process.ts or its bundle. */
export function forkEngine(entry: string, args: readonly string[]): EngineChild {
  const child = fork(entry, [...args], {
    serialization: "advanced",
    env: scrubbedEnv(process.env),
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let why: string | undefined;
  child.once("error", (error) => (why ??= error.message));
  return {
    pid: child.pid,
    send: (message) => void (child.connected && child.send(message)),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => {
      const told = (code: number | null, signal: NodeJS.Signals | null): void => listener(why ?? `exit ${signal ?? code ?? "unknown"}`);
      // The pipe may still hold messages when the process has exited; `disconnect` comes after the last.
      const afterLast = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (child.connected) child.once("disconnect", () => told(code, signal));
        else told(code, signal);
      };
      if (child.exitCode !== null || child.signalCode !== null) queueMicrotask(() => told(child.exitCode, child.signalCode));
      else child.once("exit", afterLast);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
