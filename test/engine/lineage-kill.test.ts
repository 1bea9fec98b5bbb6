import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLineage, readLineageHead } from "../../electron/engine/lineage/lineage-log.ts";
import { parseLine } from "../../electron/engine/lineage/run-event.ts";
import { verifyLineage } from "../../electron/engine/lineage/verify-lineage.ts";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { lastNumberBeforeKill } from "./child-process.ts";
import { tempDir } from "./temp-dir.ts";

const kills = 12;

/** Every run that was started and how often it ended. */
function endsOf(folder: string): Map<string, number> {
  const ends = new Map<string, number>();
  for (const file of readdirSync(folder))
    for (const line of readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1)) {
      const event = parseLine(line);
      if (event === undefined) throw new Error(`not an event: ${line.slice(0, 100)}`);
      const { runId } = event.run;
      ends.set(runId, event.eventType === "START" ? 0 : (ends.get(runId) ?? 0) + 1);
    }
  return ends;
}

test(`the chain survives kill -9 at ${kills} random moments, and every run has one end`, { timeout: 60_000 }, async () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const random = createRandom(7);
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    acknowledged = Math.max(acknowledged, await lastNumberBeforeKill("lineage-until-killed.ts", dir, random.below(80)));
    const workspace = openWorkspace(dir);
    openLineage({ workspace, log: () => undefined });
    const head = readLineageHead(workspace.db);
    expect(verifyLineage(workspace.paths.lineage, head)).toEqual([]);
    expect(head.seq).toBeGreaterThanOrEqual(acknowledged);
    expect([...endsOf(workspace.paths.lineage).values()].filter((n) => n !== 1)).toEqual([]);
    workspace.close();
  }
  expect(acknowledged).toBeGreaterThan(kills);
});

test("an event torn at any byte is cut off, and one that was whole but not yet recorded is kept", () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const workspace = openWorkspace(dir);
  const options = { workspace, log: () => undefined };
  const folder = workspace.paths.lineage;
  const lineage = openLineage(options);
  lineage.end(lineage.start("a", {}), "COMPLETE", {});
  const before = readLineageHead(workspace.db);
  const recorded = workspace.db.prepare("SELECT value FROM setting WHERE key = 'log.lineage'").pluck().get() as string;
  lineage.start("b", {});
  const after = readLineageHead(workspace.db);
  const path = join(folder, after.file);
  const whole = readFileSync(path);
  for (let size = before.bytes; size < after.bytes; size += 41) {
    writeFileSync(path, whole);
    truncateSync(path, size);
    workspace.db.prepare("UPDATE setting SET value = ? WHERE key = 'log.lineage'").run(recorded);
    openLineage(options);
    expect(readFileSync(path).length).toBe(before.bytes);
    expect(readLineageHead(workspace.db)).toEqual(before);
  }
  writeFileSync(path, whole);
  openLineage(options);
  expect(readLineageHead(workspace.db)).toMatchObject({ seq: after.seq + 1, open: [] });
  expect(verifyLineage(folder, readLineageHead(workspace.db))).toEqual([]);
  workspace.close();
});
