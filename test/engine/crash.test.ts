import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createRandom } from "../../shared/lib/random.ts";
import { childScript } from "../unit-support/child-scripts.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { copyScored, withEngine } from "./scored-workspace.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-crash-"));
const workspaceDir = join(dir, "workspace");
const random = createRandom(20);
const Left = z.object({ snapshots: z.array(z.string()), folders: z.array(z.string()), isWhole: z.boolean() });

/** What the line of that name says, if there is one. */
const wordOf = (said: readonly string[], name: string): string | undefined =>
  said.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);

/** Runs the child and kills it with SIGKILL some time after it is ready; gives the lines it had time to say. */
function runAndKill(mode: "import" | "judge", file: string, withinMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [childScript("test/engine/crash-child.ts"), mode, workspaceDir, file], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    let armed = false;
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (armed || !out.includes("ready\n")) return;
      armed = true;
      setTimeout(() => child.kill("SIGKILL"), random.float() * withinMs);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      // A last line without its newline was not yet said.
      if (code === null || code === 0) resolve(out.split("\n").slice(0, -1));
      else reject(new Error(`child ended by itself with ${code}: ${err}`));
    });
  });
}

beforeAll(() => copyScored(workspaceDir), 120_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("a process killed with SIGKILL", () => {
  it("loses no acknowledged verdict at ten random moments of triage", async () => {
    const acknowledged: string[] = [];
    for (let i = 0; i < 10; i++) {
      const said = await runAndKill("judge", "", 400);
      acknowledged.push(...said.filter((line) => line.startsWith("judged ")).map((line) => line.slice("judged ".length)));
    }
    expect(acknowledged.length).toBeGreaterThan(0);
    await withEngine(workspaceDir, async (client) => {
      const report = await client.call("audit.verify", {});
      expect(report.problems).toEqual([]);
      const kept = new Set<string>();
      for (let before: number | undefined; ;) {
        const page = await client.call("audit.page", { limit: 1000, ...(before === undefined ? {} : { before }) });
        for (const d of page.decisions) kept.add(d.id);
        before = page.decisions.at(-1)?.seq;
        if (page.decisions.length < 1000) break;
      }
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    });
  }, 180_000);

  it("leaves no half snapshot at ten random moments of an import", async () => {
    const kills = 10;
    let imported: string | undefined;
    // Each process finds what the one before it left; the last finds what the last kill did.
    for (let i = 0; i <= kills; i++) {
      const log = join(dir, `import-${i}.log`);
      writeFileSync(log, zeekConnLog({ rows: i < kills ? 20_000 : 1, seed: 100 + i }));
      const said = await runAndKill("import", log, 1500);
      const { snapshots, folders, isWhole } = Left.parse(JSON.parse(wordOf(said, "left") ?? "null"));
      expect(
        folders.filter((name) => name.startsWith(".")),
        "unfinished work is cleared at the next start",
      ).toEqual([]);
      for (const id of snapshots) expect(existsSync(join(workspaceDir, "snapshots", id, "manifest.json"))).toBe(true);
      if (imported !== undefined) expect(snapshots).toContain(imported);
      expect(isWhole).toBe(true);
      imported = wordOf(said, "imported");
    }
  }, 240_000);
});
