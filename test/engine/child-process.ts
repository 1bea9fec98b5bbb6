import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { join } from "node:path";

/** Starts a script beside the tests in a process of its own. */
export function startScript(name: string, ...args: string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [join(import.meta.dirname, name), ...args], { stdio: ["ignore", "pipe", "inherit"] });
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
