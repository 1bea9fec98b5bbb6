import { join } from "node:path";
import { openDatabase } from "../../../electron/engine/sqlite/database.ts";
import { openEngine } from "../../engine/duckdb-setup.ts";
import { judge } from "../../engine/labels-fixture.ts";
import { writeSnapshot } from "../../engine/snapshot-fixture.ts";
import { ambiguous, ambiguousLeases, ambiguousTelemetry } from "../../fixtures/answerability/estate-ambiguous.ts";
import { cloud, cloudTelemetry } from "../../fixtures/answerability/estate-cloud.ts";
import { missing, missingTelemetry } from "../../fixtures/answerability/estate-missing.ts";
import { judgedBefore, sides, sidesTelemetry } from "../../fixtures/answerability/estate-sides.ts";
import { type Change, importEstate, type InventoryName } from "./estate-inventories.ts";
import { background, EstateTelemetry, strangers } from "./estate-telemetry.ts";
import type { JudgedCase } from "./judge.ts";
import type { JudgedScenario } from "./report.ts";
import type { AnswerCase } from "./truth.ts";
import { caseId, judgeWorld } from "./world.ts";

const everyList: readonly InventoryName[] = ["directory", "cmdb", "dhcp", "network", "changes", "scanners"];

/** How many relations between strangers are added to see whether they change a graph. */
export const strangersAdded = 10_000;

export interface JudgedEstate {
  readonly scenarios: readonly JudgedScenario[];
  /** Of each case looked at: how many of its things are no longer drawn once strangers are about. */
  readonly displaced: readonly number[];
}

/** Writes the estate's telemetry once into `root` and judges its scenarios, each with its own inventories. */
export async function judgeEstate(root: string): Promise<JudgedEstate> {
  const telemetry = new EstateTelemetry();
  background(telemetry);
  ambiguousTelemetry(telemetry);
  missingTelemetry(telemetry);
  sidesTelemetry(telemetry);
  cloudTelemetry(telemetry);
  const { engine, snapshotsDir } = openEngine(root);
  const quiet = [writeSnapshot(snapshotsDir, telemetry.segments()).id];
  const noisy = [...quiet, writeSnapshot(snapshotsDir, strangers(strangersAdded).segments(), "strangers").id];
  let worlds = 0;
  const judgeWith = async (
    cases: readonly AnswerCase[],
    names: readonly InventoryName[],
    change: Change = {},
    snapshots = quiet,
  ): Promise<JudgedCase[]> => {
    worlds += 1;
    const db = openDatabase(join(root, `estate-${worlds}.sqlite`));
    try {
      importEstate(db, join(root, `inventories-${worlds}`), names, change);
      const isJudged = cases.some((one) => one.id === judgedBefore.id);
      return await judgeWorld({ db, engine, snapshots }, cases, () => {
        if (isJudged) judge(db, { [caseId(judgedBefore.id)]: { verdict: judgedBefore.verdict } });
      });
    } finally {
      db.close();
    }
  };
  try {
    const blind: JudgedCase[] = [];
    for (const { one, inventories, change } of missing) blind.push(...(await judgeWith([one], inventories, change)));
    const inside = await judgeWith(sides, everyList);
    const amidst = await judgeWith(sides, everyList, {}, noisy);
    const scenarios = [
      { scenario: "estate: whose it is, is hard to say", cases: await judgeWith(ambiguous, everyList, { leases: ambiguousLeases }) },
      { scenario: "estate: inventories missing", cases: blind },
      { scenario: "estate: inside and outside", cases: inside },
      { scenario: "estate: cloud principals", cases: await judgeWith(cloud, everyList) },
    ];
    return { scenarios, displaced: inside.map(({ drawn }, i) => drawn.filter((id) => amidst[i]?.drawn.includes(id) !== true).length) };
  } finally {
    await engine.close();
  }
}
