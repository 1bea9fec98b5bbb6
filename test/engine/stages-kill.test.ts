import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyStages } from "../../electron/engine/lifecycle/verify-stages.ts";
import { modelVersions } from "../../electron/engine/scoring/versions.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { lastNumberBeforeKill } from "./child-process.ts";
import { workspaceWithVersions } from "./stages-fixture.ts";
import { tempDir } from "./temp-dir.ts";

const lanes = 2;
const killsOfEach = 25;

/** Kills one process after another in a workspace of their own; gives how many changes were made in all. */
async function killAgainAndAgain(seed: number): Promise<number> {
  const dir = tempDir();
  workspaceWithVersions(dir, 3).workspace.close();
  const root = join(dir, "workspace");
  const random = createRandom(seed);
  let acknowledged = 0;
  for (let kill = 0; kill < killsOfEach; kill += 1) {
    acknowledged = Math.max(acknowledged, await lastNumberBeforeKill("stages-until-killed.ts", root, random.below(60)));
    const workspace = openWorkspace(root);
    const { db, log } = workspace;
    expect(log.verify().problems).toEqual([]);
    expect(verifyStages(db, [...log.entries()])).toEqual([]);
    const { seq } = log.head();
    expect([acknowledged, acknowledged + 1]).toContain(seq);
    expect(modelVersions(db, "beaconing").filter(({ stage }) => stage === "champion")).toHaveLength(seq === 0 ? 0 : 1);
    acknowledged = seq;
    workspace.close();
  }
  return acknowledged;
}

test(
  `a model has exactly one champion after kill -9 at ${lanes * killsOfEach} random moments of promoting and rolling back`,
  { timeout: 180_000 },
  async () => {
    const made = await Promise.all(Array.from({ length: lanes }, (_, lane) => killAgainAndAgain(lane + 1)));
    for (const changes of made) expect(changes).toBeGreaterThan(killsOfEach);
  },
);
