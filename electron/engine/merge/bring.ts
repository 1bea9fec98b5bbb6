import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { retiredFile } from "../retired-snapshot.ts";
import { loadText } from "../runtime.ts";
import { bundleDir, loadBundle } from "../scoring/bundle.ts";
import type { Database } from "../sqlite/database.ts";
import { putLackingRuns } from "../sqlite/settings.ts";
import { execute, query } from "../sqlite/statement.ts";
import { syncFolder } from "../sync-folder.ts";
import { layRetiredNote } from "../telemetry/retire-snapshot.ts";
import { snapshotFolder, snapshotsFolder } from "../telemetry/snapshot-store.ts";
import { putSnapshot } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { OtherCopy } from "./other-copy.ts";
import { enterReviews } from "./bring-reviews.ts";
import { bringKeptFiles } from "./bring-kept.ts";
import { holdingOf, joinCurrent } from "./current-dataset.ts";
import { checkSnapshot, type Luggage } from "./pack.ts";

const sql = {
  versionPut: loadText(import.meta.url, "version-put.sql"),
  stagePut: loadText(import.meta.url, "stage-put.sql"),
  runPut: loadText(import.meta.url, "run-put.sql"),
  runAside: loadText(import.meta.url, "run-aside.sql"),
  runBack: loadText(import.meta.url, "run-back.sql"),
  anomalies: loadText(import.meta.url, "anomalies-of-copy.sql"),
  anomalyPut: loadText(import.meta.url, "anomaly-put.sql"),
  placePut: loadText(import.meta.url, "place-put.sql"),
  blindPut: loadText(import.meta.url, "blind-put.sql"),
  entities: loadText(import.meta.url, "entities-of-copy.sql"),
  entityPut: loadText(import.meta.url, "entity-put.sql"),
  health: loadText(import.meta.url, "health-of-copy.sql"),
  healthPut: loadText(import.meta.url, "health-put.sql"),
  datasetPut: loadText(import.meta.url, "dataset-put.sql"),
};

const AnomalyRow = z.object({
  id: z.string(),
  run_id: z.string(),
  rank: z.number(),
  model: z.string(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  q_value: z.number(),
  body: z.string(),
  place: z.number().nullable(),
  kind: z.string().nullable(),
  pool: z.number().nullable(),
  sample: z.number().nullable(),
  propensity: z.number().nullable(),
});
const EntityRow = z.object({ entity: z.string(), anomaly_id: z.string() });
const HealthRow = z.object({
  anomaly_id: z.string(),
  state: z.string(),
  weight: z.number(),
  failing: z.string(),
  warnings: z.string(),
  gates: z.string(),
  report_id: z.string(),
});
const isThere = (dir: string): boolean => existsSync(dir) && lstatSync(dir).isDirectory();

/** Copies files, verified again where they come to lie. What is there whole already is left; a process killed meanwhile leaves nothing half-done. */
export async function bringFiles(
  { paths }: Workspace,
  other: OtherCopy,
  { snapshots, versions, retired }: Luggage,
  signal?: AbortSignal,
): Promise<void> {
  for (const { snapshot, isRetired } of snapshots) {
    const { id } = snapshot;
    const target = snapshotFolder(paths.root, id);
    if (isThere(target) && !existsSync(join(target, retiredFile))) continue;
    const unfinished = join(snapshotsFolder(paths.root), `.tmp-merge-${id.slice(0, 16)}`);
    copyFolder(snapshotFolder(other.root, id), unfinished);
    rmSync(target, { recursive: true, force: true });
    renameSync(unfinished, target);
    if (!isRetired) await checkSnapshot(paths.root, id, signal);
  }
  bringKeptFiles(paths.root, other.root);
  for (const { id, note } of retired) layRetiredNote(paths.root, id, note);
  for (const { model, id } of versions) {
    const target = bundleDir(paths.root, model, id);
    if (isThere(target)) continue;
    const unfinished = join(paths.models, `.tmp-merge-${id.slice(0, 16)}`);
    copyFolder(bundleDir(other.root, model, id), unfinished);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(unfinished, target);
    syncFolder(dirname(target));
    loadBundle(paths.root, model, id);
  }
}

/** Plain files and folders only: a link in the other copy could lead anywhere. */
function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.isFile()) copyFileSync(source, target);
  }
  syncFolder(to);
}

/** Enters what was brought; in the caller's transaction. */
export function enter(db: Database, other: OtherCopy, { snapshots, datasets, versions, runs, lackingRuns }: Luggage): void {
  const ours = holdingOf(db, new Set(snapshots.map(({ snapshot }) => snapshot.id)));
  for (const { snapshot } of snapshots) putSnapshot(db, snapshot);
  for (const { id, snapshots: members, events, timeRange, createdAt } of datasets) {
    const [from, to] = [timeRange?.from ?? null, timeRange?.to ?? null];
    execute(db, sql.datasetPut, { id, snapshots: JSON.stringify(members), events, from, to, createdAt });
  }
  joinCurrent(db, ours, holdingOf(other.db));
  for (const row of versions) {
    execute(db, sql.versionPut, row);
    execute(db, sql.stagePut, { id: row.id, model: row.model });
  }
  for (const run of runs) execute(db, sql.runPut, run);
  putLackingRuns(db, lackingRuns);
  const among = { runs: JSON.stringify(runs.map(({ id }) => id)) };
  for (const { place, kind, pool, sample, propensity, ...row } of query(other.db, sql.anomalies, AnomalyRow).iterate(among)) {
    execute(db, sql.anomalyPut, row);
    if (place !== null) execute(db, sql.placePut, { id: row.id, place });
    if (kind !== null) execute(db, sql.blindPut, { id: row.id, kind, pool, sample, propensity });
  }
  for (const row of query(other.db, sql.entities, EntityRow).iterate(among)) execute(db, sql.entityPut, row);
  enterReviews(
    db,
    other.db,
    runs.map(({ id }) => id),
  );
  for (const row of query(other.db, sql.health, HealthRow).iterate(among)) execute(db, sql.healthPut, row);
  execute(db, sql.runAside);
  execute(db, sql.runBack);
}
