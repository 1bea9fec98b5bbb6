import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeDemo } from "../../../electron/engine/demo/write-demo.ts";
import { importInventory } from "../../../electron/engine/inventory/import-inventory.ts";
import { openDatabase } from "../../../electron/engine/sqlite/database.ts";
import { importFiles } from "../../../electron/engine/telemetry/import-files.ts";
import { departing, dnsSecrets, phishing, slowBeacon, spray } from "../../fixtures/answerability/demo-stories.ts";
import { harmless } from "../../fixtures/answerability/demo-harmless.ts";
import { openEngine } from "../../engine/duckdb-setup.ts";
import type { JudgedScenario } from "./report.ts";
import type { AnswerCase } from "./truth.ts";
import { judgeWorld } from "./world.ts";

const scenarios: readonly (readonly [string, readonly AnswerCase[]])[] = [
  ["demo: phishing implant", phishing],
  ["demo: slow server beacon", slowBeacon],
  ["demo: secrets in host names", dnsSecrets],
  ["demo: spray and services", spray],
  ["demo: departing employee", departing],
  ["demo: odd but harmless", harmless],
];

/** Simulates the enterprise, imports what it wrote into `root`, and judges the cases of its stories and of its harmless oddities. */
export async function judgeDemo(root: string): Promise<JudgedScenario[]> {
  const raw = join(root, "raw");
  mkdirSync(raw, { recursive: true });
  await writeDemo(raw, { scale: 0.1, seed: 1 });
  return judgeDemoFiles(root, raw);
}

/** The same over files simulated before with the same scale and seed. */
export async function judgeDemoFiles(root: string, raw: string): Promise<JudgedScenario[]> {
  const { engine } = openEngine(root);
  const db = openDatabase(join(root, "quarry.sqlite"));
  try {
    const snapshots: string[] = [];
    for (const source of ["zeek", "windows"]) {
      const paths = [{ path: join(raw, source), displayName: source }];
      snapshots.push((await importFiles(root, { paths, source, format: "auto", clock: "declared" })).snapshotId);
    }
    for (const kind of ["directory", "cmdb", "dhcp"] as const)
      importInventory(db, kind, join(raw, "inventory", `${kind}.csv`), `${kind}.csv`);
    const judged = new Map(
      (
        await judgeWorld(
          { db, engine, snapshots },
          scenarios.flatMap(([, cases]) => cases),
        )
      ).map((one) => [one.id, one]),
    );
    return scenarios.map(([scenario, cases]) => ({
      scenario,
      cases: cases.flatMap((one) => judged.get(one.id) ?? []),
    }));
  } finally {
    db.close();
    await engine.close();
  }
}
