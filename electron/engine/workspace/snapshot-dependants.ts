import { z } from "zod";
import type { SnapshotDependants } from "../../../shared/contract/snapshots.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { listDatasetVersions } from "./dataset-versions.ts";
import { listSnapshots } from "./snapshots.ts";

const dependantsSql = loadText(import.meta.url, "snapshot-dependants.sql");
const Row = z.object({ kind: z.string(), name: z.string(), version: z.string(), stage: z.string(), n: z.number().int() });

const labelVerdicts: ReadonlySet<string> = new Set(verdictKinds.filter((v) => v.trainingUse !== "none").map((v) => v.key));

/** What rests on a snapshot's events, and which of it a person must agree to lose. */
export function dependantsOf(db: Database, id: string): SnapshotDependants {
  const rows = query(db, dependantsSql, Row).all({ id, prefix: snapshotPrefix(id) });
  const sum = (kind: string, fits: (name: string) => boolean = () => true): number =>
    rows.reduce((total, row) => (row.kind === kind && fits(row.name) ? total + row.n : total), 0);
  const models = rows.filter((r) => r.kind === "model").map((r) => ({ model: r.name, version: r.version, stage: r.stage }));
  const [verdicts, labels] = [sum("verdict"), sum("verdict", (name) => labelVerdicts.has(name))];
  return {
    datasets: listDatasetVersions(db)
      .filter((version) => version.snapshots.includes(id))
      .map((version) => ({ id: version.id, number: version.number })),
    models,
    runs: sum("run"),
    anomalies: sum("anomaly"),
    verdicts,
    labels,
    children: listSnapshots(db).flatMap((s) => (s.manifest.parents.includes(id) ? [s.id] : [])),
    holds: [
      ...models.filter((m) => m.stage === "champion").map((m) => `the champion of ${m.model} learned from it`),
      ...(verdicts === 0 ? [] : [verdicts === 1 ? "1 verdict rests on its events" : `${verdicts} verdicts rest on its events`]),
    ],
  };
}
