import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { readOutput, startScript } from "./child-process.ts";

const dir = join(mkdtempSync(join(tmpdir(), "quarry-closing-")), "workspace");

afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("a desk closed during a large copy ends at once, and its workspace opens again without what was half-written", async () => {
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
