import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { childScript } from "../unit-support/child-scripts.ts";

/** Starts a script beside the tests in a process of its own. */
export function startScript(name: string, ...args: string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [childScript(`test/engine/${name}`), ...args], { stdio: ["ignore", "pipe", "inherit"] });
}

/** Everything a child prints until it ends; `onText` sees each piece as it arrives. */
export async function readOutput(
  child: ChildProcessByStdio<null, Readable, null>,
  onText: (all: string) => void = () => undefined,
): Promise<string> {
  let all = "";
  child.stdout.setEncoding("utf8");
  for await (const text of child.stdout) {
    all += String(text);
    onText(all);
  }
  return all;
}

/** Runs a script that says `open` and then numbers what it has made durable, and kills it so long after the first; gives the last number, 0 when none was said. */
export async function lastNumberBeforeKill(name: string, workspace: string, afterMs: number): Promise<number> {
  const child = startScript(name, workspace);
  let isDoomed = false;
  const output = await readOutput(child, (all) => {
    if (isDoomed || !all.startsWith("open\n")) return;
    isDoomed = true;
    void sleep(afterMs).then(() => child.kill("SIGKILL"));
  });
  // A last line without its newline was not yet said.
  const last = Number(output.slice(0, output.lastIndexOf("\n")).split("\n").at(-1));
  return Number.isInteger(last) ? last : 0;
}
