import { z } from "zod";
import type { DatasetChange, DatasetEntry } from "../../../shared/contract/snapshots.ts";
import type { DatasetVersion, Snapshot } from "../../../shared/contract/telemetry.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { findDatasetVersion, getDatasetVersion, listDatasetVersions } from "./dataset-versions.ts";
import { listRetired, RetireBody } from "./retirements.ts";
import { listSnapshots } from "./snapshots.ts";

const dependantsSql = loadText(import.meta.url, "dataset-dependants.sql");
const decisionsSql = loadText(import.meta.url, "dataset-decisions.sql");

const DependantsRow = z.object({ id: z.string(), models: z.number().int(), runs: z.number().int(), verdicts: z.number().int() });
const DecisionRow = z.object({ actor: z.string(), kind: z.string(), body: z.string() });
export const ComposeBody = z.object({ dataset: z.string(), snapshots: z.array(z.string()), note: z.string() });

type Origin = Pick<DatasetEntry, "origin" | "by" | "note">;

/** Where versions came from that no import made: the first decision that made each. */
function readOrigins(db: Database): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const { actor, kind, body } of query(db, decisionsSql, DecisionRow).all()) {
    const parsed: unknown = JSON.parse(body);
    const composed = kind === "dataset.compose" ? ComposeBody.parse(parsed) : undefined;
    const id = composed?.dataset ?? (kind === "snapshot.retire" ? RetireBody.parse(parsed).dataset : null);
    if (id === null || origins.has(id)) continue;
    origins.set(
      id,
      composed === undefined
        ? { origin: "retirement", by: actor, note: RetireBody.parse(parsed).reason }
        : { origin: "composed", by: actor, note: composed.note },
    );
  }
  return origins;
}

function classesOf(version: DatasetVersion, snapshots: ReadonlyMap<string, Snapshot>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const id of version.snapshots)
    for (const [name, rows] of Object.entries(snapshots.get(id)?.manifest.classes ?? {})) counts.set(name, (counts.get(name) ?? 0) + rows);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const byId = (db: Database): ReadonlyMap<string, Snapshot> => new Map(listSnapshots(db).map((s) => [s.id, s]));

/** Newest first. */
export function readHistory(db: Database): DatasetEntry[] {
  const [snapshots, retired, origins] = [byId(db), listRetired(db), readOrigins(db)];
  const current = findDatasetVersion(db)?.id;
  const counts = new Map(
    query(db, dependantsSql, DependantsRow)
      .all()
      .map((row) => [row.id, row]),
  );
  return listDatasetVersions(db)
    .map((version) => {
      const { models = 0, runs = 0, verdicts = 0 } = counts.get(version.id) ?? {};
      return {
        ...version,
        isCurrent: version.id === current,
        ...(origins.get(version.id) ?? { origin: "import" as const }),
        classes: classesOf(version, snapshots),
        gone: version.snapshots.filter((id) => retired.has(id)),
        models,
        runs,
        verdicts,
      };
    })
    .toReversed();
}

/** What changes from one dataset version to another. */
export function compareVersions(db: Database, from: string, to: string): DatasetChange {
  const [before, after] = [getDatasetVersion(db, from), getDatasetVersion(db, to)];
  const snapshots = byId(db);
  const [was, is] = [classesOf(before, snapshots), classesOf(after, snapshots)];
  return {
    from: before.number,
    to: after.number,
    added: after.snapshots.filter((id) => !before.snapshots.includes(id)),
    removed: before.snapshots.filter((id) => !after.snapshots.includes(id)),
    kept: after.snapshots.filter((id) => before.snapshots.includes(id)).length,
    classes: [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .toSorted()
      .map((name) => ({ class: name, before: was[name] ?? 0, after: is[name] ?? 0 })),
  };
}
