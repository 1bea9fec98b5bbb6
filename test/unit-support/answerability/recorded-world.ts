import { join } from "node:path";
import { importInventory } from "../../../electron/engine/inventory/import-inventory.ts";
import { openDatabase } from "../../../electron/engine/sqlite/database.ts";
import { importFiles } from "../../../electron/engine/telemetry/import-files.ts";
import { openEngine, type TestEngine } from "../../engine/duckdb-setup.ts";
import { type Recording, recordings } from "../../fixtures/answerability/recorded-cases.ts";
import { noTestData, testData } from "../test-data.ts";
import type { JudgedScenario } from "./report.ts";
import { judgeWorld } from "./world.ts";

/** Judges the recordings that are at hand, each with a snapshot and inventories of its own below `root`. */
export async function judgeRecordings(root: string, wanted: readonly Recording[] = recordings): Promise<JudgedScenario[]> {
  const { engine } = openEngine(root);
  try {
    const judged: JudgedScenario[] = [];
    for (const [n, recording] of wanted.entries())
      if (!noTestData(...recording.path)) judged.push(await judgeOne({ root, n, engine }, recording));
    return judged;
  } finally {
    await engine.close();
  }
}

interface Place {
  readonly root: string;
  readonly n: number;
  readonly engine: TestEngine["engine"];
}

async function judgeOne({ root, n, engine }: Place, { scenario, path, directory, cases }: Recording): Promise<JudgedScenario> {
  const db = openDatabase(join(root, `recorded-${n}.sqlite`));
  try {
    const paths = [{ path: testData(...path) ?? "", displayName: path.at(-1) ?? "" }];
    const { snapshotId } = await importFiles(root, { paths, source: `recorded-${n}`, format: "auto", clock: "declared" });
    const users = directory === undefined ? undefined : testData(...directory);
    if (users !== undefined) importInventory(db, "directory", users, "users.csv");
    return { scenario, cases: await judgeWorld({ db, engine, snapshots: [snapshotId] }, cases) };
  } finally {
    db.close();
  }
}
