import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorkspace, openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { readOutput, startScript } from "./child-process.ts";
import { tempDir } from "./temp-dir.ts";

const kills = 20;

test(`no acknowledged decision is lost to kill -9 at ${kills} random moments`, { timeout: 60_000 }, async () => {
  const dir = join(tempDir(), "hunt");
  createWorkspace(dir).close();
  const random = createRandom(20);
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const child = startScript("append-until-killed.ts", dir);
    const waitMs = random.below(60);
    let isDoomed = false;
    const output = await readOutput(child, (all) => {
      if (isDoomed || !all.startsWith("open\n")) return;
      isDoomed = true;
      void sleep(waitMs).then(() => child.kill("SIGKILL"));
    });
    const last = Number(output.slice(0, output.lastIndexOf("\n")).split("\n").at(-1));
    if (Number.isInteger(last)) acknowledged = Math.max(acknowledged, last);
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
