import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { backUp } from "../../electron/engine/workspace/back-up.ts";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { readOutput, startScript } from "./child-process.ts";

const root = mkdtempSync(join(tmpdir(), "quarry-closing-"));

afterAll(() => rmSync(root, { recursive: true, force: true }));

it("a copy that was made in time leaves nothing behind that would end the process", async () => {
  const workspace = createWorkspace(join(root, "small"));
  const closing = new AbortController();
  expect(await backUp(workspace.paths, "hand", closing.signal)).toMatchObject({ state: "verified" });
  const listening = process.listenerCount("exit");
  closing.abort();
  expect(process.listenerCount("exit")).toBe(listening);
  workspace.close();
});

it("a desk closed during a large copy ends at once, and its workspace opens again without what was half-written", async () => {
  const dir = join(root, "large");
  const made = createWorkspace(dir);
  made.db.exec(`CREATE TABLE ballast (body BLOB);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
    INSERT INTO ballast SELECT randomblob(1000000) FROM n`);
  made.close();

  const child = startScript("give-up-backup.ts", dir);
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  expect(await readOutput(child)).toBe("the copy was given up, since the workspace is being closed");
  expect(await ended).toBe("SIGKILL");
  const left = readdirSync(join(dir, "backups"));
  expect(left.some((name) => name.endsWith(".partial"))).toBe(true);

  const again = openWorkspace(dir);
  expect(again.removedLeftovers).toEqual(left.map((name) => `backups/${name}`).toSorted());
  expect(existsSync(join(dir, "backups", left[0] ?? ""))).toBe(false);
  again.close();
}, 60_000);
