import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { lastNumberBeforeKill } from "./child-process.ts";
import { tempDir } from "./temp-dir.ts";

const kills = 20;

test(`no acknowledged decision is lost to kill -9 at ${kills} random moments`, { timeout: 60_000 }, async () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const random = createRandom(20);
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    acknowledged = Math.max(acknowledged, await lastNumberBeforeKill("append-until-killed.ts", dir, random.below(60)));
    const workspace = openWorkspace(dir);
    const report = workspace.log.verify();
    expect(report.problems).toEqual([]);
    expect(report.entries).toBeGreaterThanOrEqual(acknowledged);
    // The one in flight may or may not have made it, with its projection.
    expect(report.entries).toBeLessThanOrEqual(acknowledged + 1);
    expect(workspace.db.prepare("SELECT count(*) AS n FROM verdict_current").get()).toEqual({ n: report.entries });
    acknowledged = report.entries;
    workspace.close();
  }
  expect(acknowledged).toBeGreaterThan(kills);
});
