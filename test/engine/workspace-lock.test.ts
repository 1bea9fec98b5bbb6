import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { readOutput, startScript } from "./child-process.ts";
import { tempDir } from "./temp-dir.ts";

/** A process that has the workspace open, and the means to kill it the hard way. */
async function startHolder(dir: string, mode = "write"): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = startScript("hold-workspace.ts", dir, mode);
  const exited = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise<void>((resolve, reject) => {
    void readOutput(child, (all) => (all.startsWith("open") ? resolve() : reject(new Error(all))));
  });
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

test("a second process is refused, and told which process has the workspace", async () => {
  const dir = join(tempDir(), "hunt");
  const workspace = createWorkspace(dir);
  const output = await readOutput(startScript("hold-workspace.ts", dir));
  expect(output).toContain("workspace-locked");
  expect(output).toContain(`Process ${process.pid} on `);
  workspace.close();
});

test("the same process cannot open it twice either, and may again after closing", () => {
  const dir = join(tempDir(), "hunt");
  const workspace = createWorkspace(dir);
  expect(() => openWorkspace(dir)).toThrow("has this workspace open");
  workspace.close();
  workspace.close();
  openWorkspace(dir).close();
  expect(existsSync(join(dir, "lock.json"))).toBe(false);
});

test("a process that was killed leaves no lock behind", async () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const holder = await startHolder(dir);
  expect(() => openWorkspace(dir)).toThrow(`Process ${holder.pid} on `);
  await holder.kill();
  expect(existsSync(join(dir, "lock.json"))).toBe(true);
  openWorkspace(dir).close();
});

test("of many that start at once exactly one gets it", async () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const children = Array.from({ length: 4 }, () => startScript("hold-workspace.ts", dir));
  onTestFinished(() => children.forEach((child) => void child.kill("SIGKILL")));
  const first = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve, reject) => void readOutput(child, (all) => all.includes("\n") && resolve(all)).catch(reject)),
    ),
  );
  expect(first.filter((output) => output.startsWith("open "))).toHaveLength(1);
  expect(first.filter((output) => output.startsWith("workspace-locked"))).toHaveLength(3);
});

test("who finds the workspace locked is told of a way to look at it that there is", async () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const holder = await startHolder(dir);
  expect(() => openWorkspace(dir)).toThrow("quarry open --read-only");
  await holder.kill();
});

test("a reader may come while a writer works, sees what is committed, and cannot write", async () => {
  const dir = join(tempDir(), "hunt");
  const writer = createWorkspace(dir);
  const reader = openWorkspace(dir, { readOnly: true });
  writer.log.append({ actor: "ana", kind: "note", body: {} });
  expect(reader.log.verify()).toMatchObject({ ok: true, entries: 1 });
  expect(() => reader.log.append({ actor: "bo", kind: "note", body: {} })).toThrow("readonly");
  reader.close();
  const holder = await startHolder(dir, "read-only");
  writer.close();
  openWorkspace(dir).close();
  await holder.kill();
});
